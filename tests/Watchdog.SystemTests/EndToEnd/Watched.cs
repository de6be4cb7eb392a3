using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A service of a test: <c>Servers/server.py</c> as a unit of its own, and its part of our configuration, with intervals for the impatient.</summary>
internal sealed record Watched(string Name, int Port)
{
    public string Unit { get; init; } = $"{Name}.service";

    public string Interval { get; init; } = "1s";

    public string Gate { get; init; } = "30s";

    public int Budget { get; init; } = 5;

    /// <summary>More keys of the service, each with a comma before it.</summary>
    public string Keys { get; init; } = "";

    /// <summary>More keys of its <c>restart</c>, each with a comma before it.</summary>
    public string Restart { get; init; } = "";

    /// <summary>More lines of the unit's [Service] section, or further sections.</summary>
    public string Lines { get; init; } = "";

    /// <summary>Options of the server.</summary>
    public string Options { get; init; } = "";

    /// <summary>The file that wedges it.</summary>
    public string Control => $"/run/{Name}.control";

    public string UnitText => $"""
        [Service]
        ExecStart=/usr/bin/python3 {SystemdBox.UnderTest}/Servers/server.py {Port} {Control} {Options}
        {Lines}
        """;

    public string Json(string scope) => $$"""
        "{{Name}}": {
          "systemd": { "unit": "{{Unit}}", "scope": "{{scope}}" },
          "liveness": {
            "url": "http://127.0.0.1:{{(Port == 0 ? "%i" : Port)}}/health",
            "interval": "{{Interval}}", "timeout": "1s", "failureThreshold": 2, "successThreshold": 1
          },
          "restart": {
            "budget": { "restarts": {{Budget}} }, "backoff": { "initial": "1s", "max": "1s" }, "startupGate": "{{Gate}}", "killAfter": "2s"{{Restart}}
          }
          {{Keys}}
        }
        """;
}
