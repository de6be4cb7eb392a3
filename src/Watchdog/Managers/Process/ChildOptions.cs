using Watchdog.Journal;

namespace Watchdog.Managers;

/// <summary>What all children have in common.</summary>
/// <param name="OutputFolder">Where their output goes, as <c>service.log</c>; created when it is missing, for our user alone.</param>
/// <param name="RecordFolder">Where it is kept which of them run, and the pipes of their output; likewise.</param>
internal sealed record ChildOptions(string OutputFolder, string RecordFolder)
{
    /// <summary>From SIGTERM to SIGKILL, where an order does not say otherwise. Default 10 s, as docker's stop.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The present boot, of which alone a child can live. Not read before it is asked for: a one-shot run has no children.</summary>
    public string Boot { get => field ??= BootId.Read(); init; }

    /// <summary>Where their control groups are made; found when they are asked for.</summary>
    public ChildCgroups Groups { get => field ??= ChildCgroups.OfThisMachine(); init; }

    /// <summary>With folders of their own in ours.</summary>
    public static ChildOptions In(string stateFolder) => new(Path.Combine(stateFolder, "output"), Path.Combine(stateFolder, "children"));

    public BoundedLog LogOf(string service, TimeProvider time, ILogger logger) => new(OutputOf(service), time, logger);

    /// <summary>Where the output of a service goes.</summary>
    public string OutputOf(string service) => Path.Combine(OutputFolder, Uri.EscapeDataString(service) + ".log");
}
