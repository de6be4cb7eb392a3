namespace Watchdog.Core;

/// <summary>The manager's own limit on starts (systemd: StartLimitBurst, StartLimitIntervalSec, StartLimitAction).</summary>
/// <param name="Burst">Starts allowed within the interval; 0 is no limit.</param>
/// <param name="Within">The interval; zero is no limit.</param>
/// <param name="HasAction">Whether running into it does more than refuse (StartLimitAction other than none: it may reboot the machine).</param>
public readonly record struct StartLimit(int Burst, TimeSpan Within, bool HasAction)
{
    public bool Exists => Burst > 0 && Within > TimeSpan.Zero;
}
