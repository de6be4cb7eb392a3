using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Watchdog.Cli.Demo;

/// <summary>Writes the demo's configuration: a file as anyone would write it, but for its short times.</summary>
internal static class DemoConfig
{
    /// <summary>No evidence: nobody would read it before the demo's folder is gone. Deep health is given one failure more than a hang needs for liveness, so that a hang is met as one.</summary>
    private const string Defaults =
        """
          "defaults": {
            "liveness":   { "interval": "1s", "timeout": "2s", "failureThreshold": 3 },
            "deepHealth": { "interval": "1s", "timeout": "2s", "failureThreshold": 5 },
            "acceptLoop": { "counter": "/accept_loop/requests_total", "stalledAfter": 3 }
          },
        """;

    public static string Text(DemoFolder folder, IReadOnlyList<DemoFault> faults)
    {
        var ports = FreePorts(faults.Count);
        var services = faults.Select((fault, i) => Service(folder, fault, ports[i]));
        return $"{{\n{Defaults}\n  \"evidence\": {{ \"enabled\": false }},\n  \"services\": {{\n{string.Join(",\n", services)}\n  }}\n}}\n";
    }

    private static string Service(DemoFolder folder, DemoFault fault, int port)
    {
        string[] command =
        [
            .. OurCommand(), "sample-service", "--port", $"{port}", "--faults", folder.FaultsOf(fault), "--incurable", folder.IncurableOf(fault),
        ];

        // Where nothing helps, each try lasts as long as the gate; elsewhere the gate closes with the first passes.
        var gate = fault.Incurable ? "15s" : "1m";
        var memory = fault.Check == "memory" ? "\n      \"memory\": { \"max\": \"200M\", \"for\": \"2s\", \"interval\": \"1s\" }," : "";
        return $$"""
                "{{fault.Service}}": {
                  "process": { "command": [{{string.Join(", ", command.Select(Quoted))}}] },
                  "liveness": { "url": "http://127.0.0.1:{{port}}/health" },
                  "deepHealth": { "url": "http://127.0.0.1:{{port}}/health?deep=1" },{{memory}}
                  "restart": { "startupGate": "{{gate}}", "backoff": { "initial": "2s", "max": "2s" }, "killAfter": "2s" }
                }
            """;
    }

    /// <summary>The program that runs now; as a library of the dotnet host it cannot be started by itself.</summary>
    private static string[] OurCommand()
    {
        var host = Environment.ProcessPath ?? "watchdog";
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, Path.Combine(AppContext.BaseDirectory, "watchdog.dll")] : [host];
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>All are held until all are found, so that no two are the same.</summary>
    private static int[] FreePorts(int count)
    {
        var sockets = Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToArray();
        try
        {
            foreach (var socket in sockets) socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }
}
