namespace Watchdog.Cli.Install;

/// <summary>What systemd says of one of our units.</summary>
internal readonly record struct UnitFacts(bool Enabled, bool Active);
