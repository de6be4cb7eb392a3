using System.Collections.Frozen;
using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>The properties of a unit that explain what became of it, for people. Never its environment, which holds secrets.</summary>
internal static class UnitPropertyText
{
    private const ulong None = ulong.MaxValue;

    public static FrozenSet<string> Names { get; } = FrozenSet.Create(
        "Id", "Description", "LoadState", "ActiveState", "SubState", "FragmentPath", "DropInPaths", "UnitFileState", "InvocationID", "NeedDaemonReload", "Job",
        "StateChangeTimestamp", "InactiveExitTimestamp", "ActiveEnterTimestamp", "ActiveExitTimestamp", "InactiveEnterTimestamp", "ConditionResult", "AssertResult",
        "StartLimitBurst", "StartLimitIntervalUSec", "StartLimitAction", "FailureAction", "SuccessAction", "JobTimeoutAction",
        "Requires", "Wants", "BindsTo", "PartOf", "RequiredBy", "BoundBy", "ConsistsOf", "TriggeredBy",
        "Type", "Restart", "RestartUSec", "NRestarts", "Result", "CleanResult", "ReloadResult", "StatusText", "StatusErrno", "MainPID", "ControlPID", "ExecMainPID", "ExecMainCode", "ExecMainStatus",
        "ExecMainStartTimestamp", "ExecMainExitTimestamp", "ExecStart", "WatchdogUSec", "WatchdogTimestamp", "NotifyAccess", "User", "Group", "UID", "GID", "WorkingDirectory", "RootDirectory",
        "TimeoutStartUSec", "TimeoutStopUSec", "TimeoutAbortUSec", "RuntimeMaxUSec", "KillMode", "KillSignal", "SendSIGKILL", "Slice", "ControlGroup", "Delegate",
        "MemoryCurrent", "MemoryPeak", "MemorySwapCurrent", "MemorySwapPeak", "MemoryAvailable", "MemoryMin", "MemoryLow", "MemoryHigh", "MemoryMax", "MemorySwapMax",
        "CPUUsageNSec", "CPUQuotaPerSecUSec", "CPUWeight", "TasksCurrent", "TasksMax", "IOReadBytes", "IOWriteBytes", "IPIngressBytes", "IPEgressBytes",
        "LimitNOFILE", "LimitNOFILESoft", "LimitNPROC", "LimitNPROCSoft", "LimitCORE", "LimitCORESoft", "LimitAS", "LimitMEMLOCK", "LimitSTACK",
        "OOMPolicy", "OOMScoreAdjust", "NFileDescriptorStore");

    /// <summary>A line each, <c>Name=value</c> as <c>systemctl show</c> has it, with times and sizes in words.</summary>
    public static string Of(UnitProperties properties) =>
        string.Concat(properties.All.Select(static one => (one.Key, Value: ValueOf(one.Key, one.Value))).Where(static one => one.Value.Length > 0).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}\n"));

    internal static string ValueOf(string name, object value) => value switch
    {
        string text => text,
        string[] names => string.Join(' ', names),
        ulong number => Number(name, number),
        (uint id, string _) => id == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"id {id}"),
        (string Path, bool Optional)[] files => string.Join(' ', files.Select(static file => file.Path)),
        _ => "",
    };

    private static string Number(string name, ulong number)
    {
        if (name.EndsWith("Timestamp", StringComparison.Ordinal))
            return number is 0 or > long.MaxValue / 10 ? "" : DateTimeOffset.UnixEpoch.AddTicks((long)number * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);
        if (number == None) return name.EndsWith("Current", StringComparison.Ordinal) || name.EndsWith("Peak", StringComparison.Ordinal) || name.EndsWith("Bytes", StringComparison.Ordinal) ? "" : "infinity";
        if (number > long.MaxValue / 10) return number.ToString(CultureInfo.InvariantCulture);
        if (name.EndsWith("USec", StringComparison.Ordinal)) return Words.Span(TimeSpan.FromMicroseconds((long)number));
        if (name.EndsWith("NSec", StringComparison.Ordinal)) return Words.Span(TimeSpan.FromMicroseconds((long)(number / 1000)));
        if (name.StartsWith("Memory", StringComparison.Ordinal) || name.EndsWith("Bytes", StringComparison.Ordinal)) return Words.Size((long)number);
        // A signed one, such as OOMScoreAdjust.
        return (number <= uint.MaxValue && name is "OOMScoreAdjust" ? (int)(uint)number : (long)number).ToString(CultureInfo.InvariantCulture);
    }
}
