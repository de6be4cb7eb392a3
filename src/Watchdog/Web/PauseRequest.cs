using System.Collections.Immutable;

namespace Watchdog.Web;

/// <summary>What <c>POST /v1/pause</c> and <c>POST /v1/lease</c> are sent.</summary>
/// <param name="Services">By name; that of a template means all its instances.</param>
/// <param name="For">How long at most: 1 s to 7 days.</param>
/// <param name="Because">For people: what for, and by whom.</param>
/// <param name="Id">Of a lease: tells it from others, also after a restart of the daemon.</param>
/// <param name="IsAgain">The owner had it before: what has left the configuration meanwhile does not stand in the way of the rest.</param>
public sealed record PauseRequest(ImmutableArray<string> Services, TimeSpan For, string Because, string? Id = null, bool IsAgain = false);

/// <summary>What <c>POST /v1/resume</c> is sent.</summary>
/// <param name="Services">By name; that of a template means all its instances.</param>
/// <param name="Because">For people: by whom, or why.</param>
/// <param name="Id">Of a lease that its owner gives back; null ends all that keeps the services paused now.</param>
public sealed record ResumeRequest(ImmutableArray<string> Services, string Because, string? Id = null);
