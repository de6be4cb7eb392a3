using System.Net;
using System.Text;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

/// <summary>Answers as the test says, and remembers what it was asked.</summary>
internal sealed class FakeAsker : IAsker
{
    /// <summary>Each as <c>http://127.0.0.1:8080/health</c>.</summary>
    public List<string> Asked { get; } = [];

    public required Func<string, Asked> Answer { get; init; }

    public HashSet<int> SpeakFirst { get; init; } = [];

    public static Asked Json(string body, int status = 200) =>
        new(AskOutcome.Answered, TimeSpan.FromMilliseconds(1)) { Status = status, MediaType = "application/json", Body = Encoding.UTF8.GetBytes(body) };

    public static Asked Page { get; } = new(AskOutcome.Answered, TimeSpan.FromMilliseconds(1)) { Status = 200, MediaType = "text/html", Body = "<html>"u8.ToArray() };

    public static Asked Nothing(AskOutcome outcome, string why = "") => new(outcome, TimeSpan.FromSeconds(2)) { Why = why };

    public Task<bool> SpeaksFirstAsync(IPEndPoint place, CancellationToken cancel) => Task.FromResult(SpeakFirst.Contains(place.Port));

    public Task<Asked> GetAsync(Origin origin, string path, CancellationToken cancel)
    {
        var url = origin.Url(path).ToString();
        Asked.Add(url);
        return Task.FromResult(Answer(origin is { IsTls: true, Objection: null } ? url + " (trusting)" : url));
    }
}
