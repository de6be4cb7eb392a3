namespace Watchdog.Config;

/// <param name="Unit">With its suffix; may be a template glob: <c>hello-agent@*.service</c>.</param>
/// <param name="Scope">Whose manager.</param>
public sealed record SystemdConfig(string Unit, SystemdScope Scope) : ManagerConfig
{
    public override string Key => "systemd";

    public override string KnownAs => Unit;

    /// <summary>Whether each unit that matches is a service of its own.</summary>
    public bool IsGlob => Unit.AsSpan().IndexOfAny('*', '?', '[') >= 0;
}

public enum SystemdScope
{
    System,
    User,
}
