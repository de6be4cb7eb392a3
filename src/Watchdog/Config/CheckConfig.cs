using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>One check: how it is judged and what it looks at.</summary>
public sealed record CheckConfig(CheckPolicy Policy, CheckTarget Target)
{
    /// <summary>Whose listener may answer.</summary>
    public ListenerOf Listener { get; init; }
}

/// <summary>Whose listener may answer a check.</summary>
public enum ListenerOf
{
    /// <summary>The unit's own: another one that answers in its place is a reason to alert, never to restart.</summary>
    Unit,

    /// <summary>Anybody's: a reverse proxy or a container's port forwarder stands before the service.</summary>
    Any,
}

/// <summary>What a check looks at.</summary>
public abstract record CheckTarget;

/// <summary>A URL and the conditions on its answer.</summary>
public sealed record HttpTarget : CheckTarget
{
    public required Uri Url { get; init; }

    /// <summary>As written, where it holds a <c>%i</c> that each instance of a template glob replaces; <see cref="Url"/> is an example of it then.</summary>
    public string? UrlTemplate { get; init; }

    /// <summary>Connect to this Unix socket instead of the URL's host and port.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Sent along; values may be secrets and are never logged.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>PEM file of the authorities to trust instead of the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>Statuses that pass. Empty: 200 to 299.</summary>
    public ImmutableArray<int> Status { get; init; } = [];

    /// <summary>JSON pointer (RFC 6901) and the value that must stand there.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Json { get; init; } = [];

    /// <summary>Must stand somewhere in the body.</summary>
    public string? Text { get; init; }

    /// <summary>An answer later than this only degrades.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>JSON pointers of sub-checks whose failure a restart cannot mend.</summary>
    public ImmutableArray<string> AlertOnly { get; init; } = [];
}

/// <summary>A number in another check's answer that must advance when probes arrive.</summary>
/// <param name="Pointer">JSON pointer of the number.</param>
/// <param name="From">The check whose answer it stands in: <c>liveness</c> or <c>deepHealth</c>.</param>
public sealed record CounterTarget(string Pointer, string From) : CheckTarget;

/// <summary>The unit's memory.</summary>
/// <param name="MaxBytes">The limit in bytes; null when it is a percentage.</param>
/// <param name="MaxPercent">The limit in percent of the unit's own limit, else of the machine's memory.</param>
public sealed record MemoryTarget(long? MaxBytes, double? MaxPercent) : CheckTarget
{
    /// <summary>What counts as its memory, where we read it ourselves.</summary>
    public MemorySource Source { get; init; } = MemorySource.WorkingSet;

    /// <summary>Where the service tells it itself, in bytes; null where we read it. The limit is in bytes then.</summary>
    public Ride? Ride { get; init; }
}

public enum MemorySource
{
    /// <summary>What is charged to its cgroup less the file cache that the kernel would drop first, as kubelet counts.</summary>
    WorkingSet,

    /// <summary>The proportional set size of its processes: what it shares with others is divided among them.</summary>
    Pss,
}

/// <param name="Host">Name or address; null with a Unix socket.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="UnixSocket">Path, or null.</param>
public sealed record TcpTarget(string? Host, int Port, string? UnixSocket) : CheckTarget
{
    /// <summary>As written, where it holds a <c>%i</c> that each instance of a template glob replaces; the rest is an example of it then.</summary>
    public string? Template { get; init; }
}

/// <summary>A command; exit code 0 passes.</summary>
/// <param name="Command">Program and arguments; no shell.</param>
public sealed record CommandTarget(ImmutableArray<string> Command) : CheckTarget;
