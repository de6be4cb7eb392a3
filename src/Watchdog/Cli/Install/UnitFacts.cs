namespace Watchdog.Cli.Install;

/// <summary>What the service manager says of one of our units.</summary>
/// <param name="Enabled">systemd: it starts with the machine or the session. launchd: nobody has disabled it.</param>
/// <param name="Active">systemd: it runs, or is about to. launchd: it is loaded.</param>
internal readonly record struct UnitFacts(bool Enabled, bool Active);
