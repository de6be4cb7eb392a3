namespace Watchdog.Config;

/// <param name="Service">The full path of its service directory: <c>/etc/service/web</c>.</param>
public sealed record RunitConfig(string Service) : ManagerConfig
{
    public override string Key => "runit";

    public override string KnownAs => Service;
}
