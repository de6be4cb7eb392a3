namespace Watchdog.Config;

/// <summary>A program of supervisord, over its XML-RPC.</summary>
/// <param name="Program">Its name, with its group where that is another: <c>web</c>, <c>workers:web_00</c>.</param>
public sealed record SupervisordConfig(string Program) : ManagerConfig
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string DefaultServer = "unix:///var/run/supervisor.sock";

    public override string Key => "supervisord";

    public override string KnownAs => Program;

    /// <summary><c>unix:///PATH</c> or <c>http://HOST:PORT</c>.</summary>
    public string Server { get; init; } = DefaultServer;

    /// <summary>As in its [unix_http_server] or [inet_http_server]; null for none.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }
}
