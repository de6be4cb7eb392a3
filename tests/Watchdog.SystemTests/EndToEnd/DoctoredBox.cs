using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog doctor</c> in a box, as root, on services that a test writes down.</summary>
internal sealed class DoctoredBox(SystemdBox box)
{
    /// <summary>A program of supervisord that only waits.</summary>
    public static string Sleeper(string name, string line) => $"[program:{name}]\ncommand=/usr/bin/sleep infinity\n{line}\n";

    public static string Service(string name, string manager, int port = 0) => $$"""
        "{{name}}": { {{manager}}{{(port == 0 ? "" : $$""", "liveness": { "url": "http://127.0.0.1:{{port}}/health", "timeout": "10s" }""")}} }
        """;

    /// <summary>A service directory of runit or s6.</summary>
    public Task<string> FolderAsync(string folder, IReadOnlyList<string> command, int port = 0) =>
        box.WriteScriptAsync($"{folder}/run", $"#!/bin/sh\nexec {string.Join(' ', command)}{(port == 0 ? "" : $" {port} /run/m-{port}.control")}\n");

    public Task<Ran> RunAsync(params string[] services)
    {
        box.Write("/etc/wd-managed.json", Managed.File(services));
        return box.TryExecAsync(["env", "STATE_DIRECTORY=/var/lib/wd-managed", "RUNTIME_DIRECTORY=/run/wd-managed", .. BoxedDaemon.Program.Split(' '), "doctor", "--json", "--config", "/etc/wd-managed.json"]);
    }

    /// <summary>Lines of <c>service: code code</c>, all in order: that and nothing else was found.</summary>
    public static void AssertFound(Ran ran, string expected)
    {
        Assert.True(ran.Output.StartsWith('['), ran.Output + ran.Error);
        var found = Findings(ran).GroupBy(one => one.Service ?? "this machine").Select(one => $"{one.Key}: {string.Join(' ', one.Select(finding => finding.Code).Order())}").Order(StringComparer.Ordinal);
        Assert.True(string.Join('\n', found) == expected.ReplaceLineEndings("\n"), $"{string.Join('\n', found)}\n{ran.Output}");
    }

    public static IReadOnlyList<Found> Findings(Ran ran) =>
        [.. JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(one => new Found(one.GetProperty("service").GetString(), one.GetProperty("code").GetString()!, one.GetProperty("remedy").GetString()!))];

    internal sealed record Found(string? Service, string Code, string Remedy);
}
