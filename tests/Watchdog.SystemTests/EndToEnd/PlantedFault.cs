using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A service with one thing wrong with it, and what <c>watchdog doctor</c> must say of it: exactly that.</summary>
/// <param name="Name">Of the service and its unit.</param>
/// <param name="Codes">What is to be found.</param>
internal sealed record PlantedFault(string Name, params string[] Codes)
{
    private const string Sleeps = "ExecStart=/usr/bin/sleep infinity";

    /// <summary>Lines of the unit besides <c>Restart=on-failure</c>; null for no unit at all.</summary>
    public string? Unit { get; init; } = Sleeps;

    /// <summary>A server of ours on this port; 0 for none.</summary>
    public int Port { get; init; }

    public string Options { get; init; } = "";

    /// <summary>What its control file says.</summary>
    public string Mode { get; init; } = "ok";

    public bool IsStarted { get; init; } = true;

    /// <summary>Keys of the service in the configuration besides its unit; null for a liveness check of its port.</summary>
    public string? Keys { get; init; }

    public string Timeout { get; init; } = "3s";

    /// <summary>Its unit by another name, as configured.</summary>
    public string? Alias { get; init; }

    /// <summary>In order; that a unit is stopped is said of each.</summary>
    public string Expected => string.Join(' ', Codes.Concat(Unit is null || IsStarted ? [] : ["unit-stopped"]).Distinct().Order());

    public string Control => $"/run/{Name}.control";

    public string UnitText => $"""
        [Service]
        Restart=on-failure
        {(Port == 0 ? "" : $"ExecStart={string.Join(' ', ServerRuntime.Python.Command(SystemdBox.UnderTest))} {Port} {Control} {Options}")}
        {(Port == 0 || Unit != Sleeps ? Unit : "")}
        """;

    public string Json => $$"""
        "{{Name}}": { "systemd": { "unit": "{{Alias ?? Name}}.service" }{{Keys ?? (Port == 0 ? "" : Liveness(Port, "127.0.0.1", Timeout))}} }
        """;

    public static string Liveness(int port, string host = "127.0.0.1", string timeout = "10s") =>
        $$""", "liveness": { "url": "http://{{host}}:{{port}}/health", "timeout": "{{timeout}}" }""";

    /// <summary>One of each kind, on ports from 9801.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("d-well") { Port = 9801, Keys = $$"""{{Liveness(9801)}}{{Watched.Counted}}, "memory": { "max": "1G" }""" },
        new("d-absent", "unit-not-found") { Unit = null, IsStarted = false },
        new("d-stopped", "unit-stopped") { IsStarted = false },
        new("d-failed", "unit-failed") { Unit = "ExecStart=/usr/bin/false\nRestart=no\nType=oneshot" },
        new("d-limit", "start-limit") { Unit = $"{Sleeps}\n[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=1h" },
        new("d-action", "unit-end-action") { Unit = $"{Sleeps}\n[Unit]\nJobTimeoutSec=1d\nJobTimeoutAction=reboot" },
        new("d-once", "restart-no") { Unit = $"{Sleeps}\nRestart=no" },
        new("d-slow-stop", "stop-timeout") { Unit = $"{Sleeps}\nTimeoutStopSec=300" },
        new("d-forking", "type-forking") { Unit = "Type=forking\nExecStart=/bin/sh -c 'sleep infinity &'" },
        new("d-kill", "kill-mode", "two-watchdogs") { Unit = $"{Sleeps}\nKillMode=process" },
        new("d-alias", "kill-mode", "two-watchdogs") { Unit = null, Alias = "d-kill-too", IsStarted = false },
        new("d-orphan", "orphan-listener", "unit-stopped", "kill-mode")
        {
            Unit = $"ExecStart=/bin/sh -c 'setsid {string.Join(' ', ServerRuntime.Python.Command(SystemdBox.UnderTest))} 9802 /run/d-orphan.control >/dev/null 2>&1 & exit 0'\nKillMode=process",
            Keys = Liveness(9802),
        },
        new("d-foreign", "foreign-listener") { Keys = Liveness(9801) },
        new("d-memory", "memory-max") { Unit = $"{Sleeps}\nMemoryMax=500M", Keys = """, "memory": { "max": "600M" }""" },
        new("d-unfed", "watchdog-never-fed") { Unit = $"{Sleeps}\nWatchdogSec=1h" },
        new("d-files", "environment-file") { Unit = $"{Sleeps}\nEnvironmentFile=/etc/d-none.env\nEnvironmentFile=-/etc/d-may-be-none.env", IsStarted = false },
        new("d-folder", "working-directory") { Unit = $"{Sleeps}\nUser={SystemdBox.User}\nWorkingDirectory=/root", IsStarted = false },
        new("d-writes", "read-write-paths") { Unit = $"{Sleeps}\nUser={SystemdBox.User}\nReadWritePaths=/srv/d-none -/srv/d-may-be-none /tmp", IsStarted = false },
        new("d-denied", "read-write-paths") { Unit = $"{Sleeps}\nUser={SystemdBox.User}\nReadWritePaths=/etc /tmp", IsStarted = false },
        new("d-user", "unknown-user") { Unit = $"{Sleeps}\nUser=d-nobody-knows", IsStarted = false },
        new("d-groups", "unknown-group") { Unit = $"{Sleeps}\nUser={SystemdBox.User}\nGroup=4711\nSupplementaryGroups=adm d-nobody-knows", IsStarted = false },
        new("d-before", "exec-start-pre") { Unit = $"ExecStartPre=-/usr/bin/d-may-be-none\nExecStartPre=+/usr/bin/d-none --flag\n{Sleeps}", IsStarted = false },
        new("d-program", "exec-start") { Unit = "ExecStart=/etc/passwd", IsStarted = false },
        new("d-required", "restarts-along"),
        new("d-edited", "daemon-reload"),
        new("d-monit", "two-watchdogs"),
        new("d-localhost", "localhost") { Port = 9803, Keys = Liveness(9803, "localhost") },
        new("d-login", "redirect-off-host") { Port = 9804, Mode = "login" },
        new("d-page", "html-page") { Port = 9805, Mode = "html" },
        new("d-single", "one-connection-at-a-time") { Port = 9806, Options = "--single" },
        new("d-close", "timeout-close") { Port = 9807, Mode = "slow 4", Timeout = "5500ms" },
        new("d-late", "timeout-too-short") { Port = 9808, Mode = "slow 2.5", Timeout = "2s" },
        new("d-kept", "fresh-connection-fails") { Port = 9809 },
        new("d-refused", "refused") { Keys = Liveness(9899) },
        new("d-503", "status-503") { Port = 9810, Mode = "status 503" },
    ];
}
