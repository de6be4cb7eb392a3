namespace Watchdog.SystemTests.EndToEnd;

/// <summary>The configuration of a server that another manager than systemd runs, with intervals for the impatient.</summary>
internal static class Managed
{
    /// <param name="name">Of the service.</param>
    /// <param name="manager">Its manager's key and value.</param>
    /// <param name="port">Of its server.</param>
    public static string Service(string name, string manager, int port) => $$"""
        "{{name}}": {
          {{manager}},
          "liveness": { "url": "http://127.0.0.1:{{port}}/health", "interval": "1s", "timeout": "1s", "failureThreshold": 2, "successThreshold": 1 },
          "memory": { "max": "1G", "interval": "1s" },
          "restart": { "backoff": { "initial": "2s", "max": "2s" }, "startupGate": "30s", "budget": { "restarts": 5 } }
        }
        """;

    public static string File(params string[] services) => $$"""{ "services": { {{string.Join(",\n", services)}} } }""";
}
