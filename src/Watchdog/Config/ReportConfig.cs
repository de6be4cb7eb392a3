using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Config;

/// <summary>The daily report.</summary>
public sealed record ReportConfig
{
    /// <summary>When it is due. Default: every day at 08:00 on the machine's clock.</summary>
    public ReportTimes Times { get; init; } = new([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(8), TimeZoneInfo.Local);

    /// <summary>The notifiers that send it.</summary>
    public ImmutableArray<string> To { get => field.IsDefault ? [] : field; init; } = [];
}
