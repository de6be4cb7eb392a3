using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;

namespace Watchdog.Doctoring;

/// <summary>One place that a check asks (a URL, a TCP port, a Unix socket), and what it said.</summary>
internal sealed record PlaceFacts(CheckConfig Check)
{
    /// <summary>Each over a fresh connection, in order. Those that were well within <see cref="Allowed"/> and beyond the check's own timeout failed with <c>late</c>. Empty when it was not asked.</summary>
    public ImmutableArray<Observation> Looks { get; init; } = [];

    /// <summary>How long a look was given: longer than by the check itself, to see how long it really takes.</summary>
    public TimeSpan Allowed { get; init; }

    /// <summary>It sends us on to another path of the same server.</summary>
    public bool Redirects { get; init; }

    /// <summary>What comes is an HTML page, and the check has no condition on it.</summary>
    public bool IsPage { get; init; }

    /// <summary>While a connection of ours was kept open, a fresh one was not answered; afterwards it was.</summary>
    public bool ServesOneConnection { get; init; }

    /// <summary>Whose listener it is; null where that was not looked at.</summary>
    public ListenerOwner.Found? Owner { get; init; }

    /// <summary>Connections that others have to it, accepted and open; null where that cannot be seen.</summary>
    public int? Served { get; init; }

    /// <summary>It runs over the machine's name for itself.</summary>
    public bool IsByLocalhost => Check.Target is HttpTarget { UnixSocket: null, Url.IdnHost: "localhost" } or TcpTarget { Host: "localhost" };

    public bool HasPassed => Looks.Any(look => look.Look == Look.Passed);

    /// <summary>How long answers took at most; null when there was none.</summary>
    public TimeSpan? Slowest => Looks.Where(look => look.Look == Look.Passed || look.Reason.Code == Probes.ProbeCodes.Late).Select(look => (TimeSpan?)look.Took).Max();

    /// <summary><c>liveness (http://127.0.0.1:8080/health)</c>; the path without its query, which may hold a secret.</summary>
    public string Name(Secrets secrets) => $"{Check.Policy.Name} ({secrets.Hide(Place)})";

    /// <summary>What is asked, without user, password and query.</summary>
    public string Place => Check.Target switch
    {
        HttpTarget { UnixSocket: { } socket } => socket,
        HttpTarget http => Words.Line(http.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)),
        TcpTarget { UnixSocket: { } socket } => socket,
        TcpTarget tcp => $"{tcp.Host}:{tcp.Port}",
        _ => Check.Policy.Name,
    };
}
