using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>A configuration file, checked and complete: every default is filled in, every reference resolved.</summary>
public sealed record WatchdogConfig
{
    /// <summary>The file it was read from.</summary>
    public required string Path { get; init; }

    /// <summary>In the order of the file.</summary>
    public required ImmutableArray<ServiceConfig> Services { get; init; }

    public JournalConfig Journal { get; init; } = new();

    public HostConfig Host { get; init; } = new();

    /// <summary>How people are told, in the order of the file.</summary>
    public ImmutableArray<NotifierConfig> Notifiers { get; init; } = [];

    /// <summary>A dead man's switch; null for none.</summary>
    public HeartbeatConfig? Heartbeat { get; init; }

    public RoutingConfig Routing { get; init; } = new();

    /// <summary>The daily report; null for none.</summary>
    public ReportConfig? Report { get; init; }

    public EvidenceConfig Evidence { get; init; } = new();

    /// <summary>What is allowed but unwise (<c>localhost</c> in a URL), one line each, with file, line and column.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>All values that came from outside the file.</summary>
    internal Secrets Secrets { get; init; } = Secrets.None;
}

/// <summary>How long the journal is kept.</summary>
public sealed record JournalConfig
{
    /// <summary>Days. Default 30.</summary>
    public int KeepDays { get; init; } = 30;

    /// <summary>Bytes of all its files together; the oldest days go first. Default 64 MiB.</summary>
    public long MaxSize { get; init; } = 64L << 20;
}
