using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A service of a test: a server of ours as a unit of its own, and its part of our configuration, with intervals for the impatient.</summary>
internal sealed record Watched(string Name, int Port)
{
    /// <summary>For <see cref="Keys"/>: an accept-loop counter, and so a connection that is kept open.</summary>
    public const string Counted = """, "acceptLoop": { "counter": "/accept_loop/requests_total" }""";

    public string Unit { get; init; } = $"{Name}.service";

    /// <summary>Who runs it, as JSON of the configuration; null for its systemd unit.</summary>
    public string? Manager { get; init; }

    public string Interval { get; init; } = "1s";

    public string Timeout { get; init; } = "1s";

    public int Threshold { get; init; } = 2;

    public string KillAfter { get; init; } = "2s";

    public string Gate { get; init; } = "30s";

    public int Budget { get; init; } = 5;

    /// <summary>More keys of the service, each with a comma before it.</summary>
    public string Keys { get; init; } = "";

    /// <summary>More keys of its <c>restart</c>, each with a comma before it.</summary>
    public string Restart { get; init; } = "";

    /// <summary>More lines of the unit's [Service] section, or further sections.</summary>
    public string Lines { get; init; } = "";

    /// <summary>What the server runs in.</summary>
    public ServerRuntime Runtime { get; init; }

    /// <summary>Options of the server, as <c>Servers/server.py</c> explains them.</summary>
    public string Options { get; init; } = "";

    /// <summary>The file that wedges it.</summary>
    public string Control => $"/run/{Name}.control";

    /// <summary>What is run in place of a server of ours.</summary>
    public string? Program { get; init; }

    /// <summary>Whether its port is the unit's own.</summary>
    public bool Listens { get; init; } = true;

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Services at the same server that do nothing, so that a few sick ones are not taken for a sick host.</summary>
    public IEnumerable<Watched> Others(int count) =>
        Enumerable.Range(0, count).Select(i => new Watched($"{Name}-{i}", Port) { Program = "/usr/bin/sleep infinity", Listens = false, Interval = "5s" });

    /// <summary>What runs it.</summary>
    public string Command => Program ?? $"{string.Join(' ', Runtime.Command(SystemdBox.UnderTest))} {Port} {Control} {Options}".TrimEnd();

    public string UnitText => $"""
        [Service]
        ExecStart={Command}
        {Lines}
        """;

    public string Json(string scope) => $$"""
        "{{Name}}": {
          {{Manager ?? $$"""  "systemd": { "unit": "{{Unit}}", "scope": "{{scope}}" }  """.Trim()}},
          "liveness": {
            "url": "http://{{Host}}:{{(Port == 0 ? "%i" : Port)}}/health",
            "interval": "{{Interval}}", "timeout": "{{Timeout}}", "failureThreshold": {{Threshold}}, "successThreshold": 1,
            "listener": "{{(Listens ? "unit" : "any")}}"
          },
          "restart": {
            "budget": { "restarts": {{Budget}} }, "backoff": { "initial": "1s", "max": "1s" }, "startupGate": "{{Gate}}", "killAfter": "{{KillAfter}}"{{Restart}}
          }
          {{Keys}}
        }
        """;
}
