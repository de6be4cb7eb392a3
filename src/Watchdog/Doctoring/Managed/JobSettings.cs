using Watchdog.Managers.Launchd;

namespace Watchdog.Doctoring.Managed;

/// <summary>What launchd knows of a job: as it was loaded, whatever its property list says now.</summary>
internal sealed record JobSettings : ManagerSettings
{
    /// <summary>What starts a job by itself, as blocks and fields of its print.</summary>
    private static readonly string[] s_starters = ["semaphores", "sockets", "endpoints", "event triggers", "event channels", "run interval"];

    /// <summary>launchd starts it by some rule: KeepAlive, a timer, a connection; null where the print does not tell.</summary>
    public bool? IsStartedAgain { get; init; }

    /// <summary>AbandonProcessGroup: what its process has started lives on after its end.</summary>
    public bool AbandonsGroup { get; init; }

    /// <summary>Whether launchd is told not to load it again.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The property list that it was loaded from; null where an app submitted it.</summary>
    public string? Plist { get; init; }

    /// <summary>Whether group or others may write that: then launchd does not load it again.</summary>
    public bool OthersMayWrite { get; init; }

    /// <param name="print">Of <c>launchctl print TARGET</c>.</param>
    public static JobSettings Of(string print)
    {
        var job = JobText.Of(print);
        string[]? properties = job["properties"]?.Split('|', StringSplitOptions.TrimEntries);
        return new JobSettings
        {
            IsStartedAgain = properties is null ? null : properties.Contains("keepalive") || s_starters.Any(starter => job[starter] is not null || job.Holds(starter)),
            AbandonsGroup = properties?.Contains("abandon process group") == true,
            Plist = job["path"] is { } path && path.StartsWith('/') ? path : null,
        };
    }
}
