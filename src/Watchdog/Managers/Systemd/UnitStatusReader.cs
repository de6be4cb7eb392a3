using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>systemd's properties in the judgement's words.</summary>
internal static class UnitStatusReader
{
    private static readonly string[] s_endActions = ["FailureAction", "SuccessAction", "JobTimeoutAction"];

    /// <param name="properties">Of the unit.</param>
    /// <param name="jobType">Of its queued job, where that could be read.</param>
    /// <param name="defaultTimeoutStop">The manager's DefaultTimeoutStopUSec; null when it is not known.</param>
    /// <param name="lastEnd">Who ended the last run.</param>
    public static UnitStatus Status(UnitProperties properties, string? jobType, ulong? defaultTimeoutStop, LastEnd lastEnd)
    {
        var state = State(properties);
        return new UnitStatus
        {
            State = state,
            SubState = state == UnitState.NotFound ? properties.Text("LoadState") : Shared(properties.Text("SubState")),
            Instance = Instance(properties),
            StartedAt = properties.Number("InactiveExitTimestampMonotonic") > 0 ? properties.Duration("InactiveExitTimestampMonotonic") : null,
            MainPid = (int)properties.Number("MainPID"),
            AutoRestarts = (long)properties.Number("NRestarts"),
            Result = Shared(properties.Text("Result")),
            Job = properties.Job.Id == 0 ? null : $"{jobType ?? "a job"}, id {properties.Job.Id}",
            LastEnd = lastEnd,
            StartLimit = Limit(properties),
            EndAction = EndAction(properties),
            TimeoutStop = properties.Duration("TimeoutStopUSec"),
            TimeoutStopIsDefault = defaultTimeoutStop is not null && properties.Number("TimeoutStopUSec") == defaultTimeoutStop,
            TimeoutStart = properties.Duration("TimeoutStartUSec"),
            MayBeKilled = properties.Number("SendSIGKILL") != 0,
            ControlGroup = properties.Text("ControlGroup"),
            RestartsAlong = properties.Names("RequiredBy").Concat(properties.Names("BoundBy")).Concat(properties.Names("ConsistsOf")).Distinct().ToArray(),
        };
    }

    /// <summary>A unit that runs is there, whatever has become of its file since.</summary>
    public static UnitState State(UnitProperties properties) => properties.Text("ActiveState") switch
    {
        "active" => UnitState.Active,
        "activating" => UnitState.Activating,
        "reloading" or "refreshing" => UnitState.Reloading,
        "deactivating" => UnitState.Deactivating,
        _ when properties.Text("LoadState") is not ("loaded" or "merged" or "stub") => UnitState.NotFound,
        "failed" => UnitState.Failed,
        _ => UnitState.Inactive,
    };

    /// <summary>Empty for a unit that has never run: its id is absent or all zeros.</summary>
    public static string Instance(UnitProperties properties) => properties.Text("InvocationID").All(static c => c == '0') ? "" : properties.Text("InvocationID");

    /// <summary>One string for what nearly every unit says: the status of each is kept.</summary>
    private static string Shared(string word) => word switch
    {
        "running" => "running",
        "exited" => "exited",
        "success" => "success",
        _ => word,
    };

    private static StartLimit Limit(UnitProperties properties) => new(
        (int)properties.Number("StartLimitBurst"),
        // Within for ever is a limit too: the longest that a TimeSpan holds.
        properties.Duration("StartLimitIntervalUSec") ?? TimeSpan.MaxValue,
        IsSet(properties, "StartLimitAction"));

    private static string EndAction(UnitProperties properties)
    {
        foreach (var setting in s_endActions)
        {
            if (IsSet(properties, setting)) return $"{setting}={properties.Text(setting)}";
        }

        return "";
    }

    private static bool IsSet(UnitProperties properties, string action) => properties.Text(action) is not ("none" or "");
}
