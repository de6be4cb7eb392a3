using Watchdog.Config;

namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

    [LoggerMessage(300, LogLevel.Warning, "The {Scope} manager of systemd cannot be asked: {Why}. Nothing is restarted until it answers.")]
    public static partial void BusLost(ILogger logger, SystemdScope scope, string why);

    [LoggerMessage(301, LogLevel.Information, "The {Scope} manager of systemd answers again.")]
    public static partial void BusFound(ILogger logger, SystemdScope scope);

    [LoggerMessage(302, LogLevel.Error, "A message of the {Scope} manager of systemd could not be handled.")]
    public static partial void BusMessageFailed(ILogger logger, Exception bug, SystemdScope scope);

    [LoggerMessage(303, LogLevel.Warning, "The frozen process of {Unit} did not end in {After}; it is killed.")]
    public static partial void UnitKilled(ILogger logger, string unit, TimeSpan after);

    // Journal: 400 to 499

    // Supervision: 500 to 599

    // Cli: 600 to 699

    // Web: 700 to 799
}
