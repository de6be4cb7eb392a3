using System.Globalization;
using System.Text;

namespace Watchdog.Benchmarks;

/// <summary>The same checks in the words of each: a fresh HTTP GET with one deadline; a failure is told, nothing is restarted.</summary>
internal static class Configs
{
    /// <remarks>One server answers for all units, so none of them listens itself: without <c>any</c> each would be told of as a foreign listener.</remarks>
    public static string Watchdog(int services, int interval, int timeout, string onFailure = "alert")
    {
        var text = new StringBuilder("{ \"services\": {\n");
        for (var i = 1; i <= services; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                  "s{{i}}": {
                    "systemd": { "unit": "{{Bench.Unit(i)}}", "scope": "system" },
                    "liveness": { "url": "http://127.0.0.1:{{Bench.Port}}/s/{{i}}", "interval": "{{interval}}s", "timeout": "{{timeout}}s", "onFailure": "{{onFailure}}", "listener": "any" }
                  },

                """);
        }

        return text.Append("} }\n").ToString();
    }

    public static string Monit(string home, int services, int interval, int timeout)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"set daemon {interval}\nset pidfile {home}/pid\nset log {home}/log\nset idfile {home}/id\nset statefile {home}/state\n");
        for (var i = 1; i <= services; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"check host s{i} with address 127.0.0.1\n  if failed port {Bench.MonitPort} protocol http request \"/s/{i}\" with timeout {timeout} seconds then alert\n");
        }

        return text.ToString();
    }

    /// <summary>What people write instead, for one service: <c>script N</c>.</summary>
    public static string Script { get; } = $"""
        #!/bin/sh
        curl -fsS --max-time 10 -o /dev/null "http://127.0.0.1:{Bench.Port}/s/$1" || systemctl restart "bench-$1.service"

        """;
}
