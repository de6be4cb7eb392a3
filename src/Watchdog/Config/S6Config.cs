namespace Watchdog.Config;

/// <param name="Service">The full path of its live service directory: <c>/run/service/web</c>.</param>
public sealed record S6Config(string Service) : ManagerConfig
{
    public override string Key => "s6";

    public override string KnownAs => Service;
}
