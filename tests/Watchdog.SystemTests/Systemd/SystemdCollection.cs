namespace Watchdog.SystemTests.Systemd;

/// <summary>Tests that share one box. For a box of its own, a class takes <c>IClassFixture&lt;SystemdBox&gt;</c> instead.</summary>
[CollectionDefinition(Name)]
public sealed class SystemdCollection : ICollectionFixture<SystemdBox>
{
    public const string Name = "systemd";
}
