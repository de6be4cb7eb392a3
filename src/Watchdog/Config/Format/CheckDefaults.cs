using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>Where the checks' defaults differ from those of <see cref="CheckPolicy"/>.</summary>
internal static class CheckDefaults
{
    public const string Liveness = "liveness";
    public const string DeepHealth = "deepHealth";
    public const string AcceptLoop = "acceptLoop";
    public const string Memory = "memory";

    public static CheckPolicy Policy(string name, CheckKind kind)
    {
        var policy = new CheckPolicy { Name = name, Kind = kind };
        return kind switch
        {
            CheckKind.DeepHealth => policy with { Interval = TimeSpan.FromSeconds(60) },

            // One reading is as good as three: what has to last is the time.
            CheckKind.Memory => policy with { FailureThreshold = 1, For = TimeSpan.FromMinutes(2), WarnAt = 80 },
            _ => policy,
        };
    }
}
