namespace Watchdog.Core;

public enum CheckKind
{
    Liveness,
    DeepHealth,
    AcceptLoop,
    Memory,
    Custom,
}

/// <summary>What a check that has become Unhealthy leads to.</summary>
public enum OnFailure
{
    Restart,
    Evidence,
    Alert,
}

/// <summary>How the answers of one check are judged. <c>validate --effective</c> shows the defaults.</summary>
public sealed record CheckPolicy
{
    public required string Name { get; init; }

    public required CheckKind Kind { get; init; }

    /// <summary>Start to start, while it passes. At least 1 s. Default 15 s, deepHealth 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For one look, through the last byte. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failures in a row until Unhealthy, 1 to 1000. Default 3, as kubelet's.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Passes in a row until a check that was Unhealthy is Healthy again, 1 to 1000. Default 2, as Gatus'.</summary>
    public int SuccessThreshold { get; init; } = 2;

    /// <summary>How long it must have been failing as well, zero for no such condition (memory: 2 min).</summary>
    public TimeSpan For { get; init; }

    /// <summary>Percent of the limit above which its number is worth a warning, above 0 to 100; null for never (memory: 80).</summary>
    public double? WarnAt { get; init; }

    public OnFailure OnFailure { get; init; } = OnFailure.Restart;

    /// <summary>It asks a place (URL, TCP, Unix socket), so that what is around a failing look can be seen as well.</summary>
    public bool Diagnosable { get; init; }

    /// <summary>A hard cause means that the service serves nobody; only a hard cause has an hourly try while held.</summary>
    public bool Hard => Kind is CheckKind.Liveness or CheckKind.AcceptLoop;
}
