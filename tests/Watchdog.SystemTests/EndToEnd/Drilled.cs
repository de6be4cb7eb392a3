using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A service of a drill's test: <c>Servers/drilled.py</c>, by itself a unit, and a configuration of its own, with nobody who watches it.</summary>
internal sealed class Drilled(SystemdBox box, string name, int port, string fault)
{
    /// <summary>More lines of the unit's [Service] section, or further sections.</summary>
    public string Lines { get; init; } = "";

    /// <summary>More keys of the service, each with a comma before it.</summary>
    public string Keys { get; init; } = "";

    /// <summary>How often it is restarted.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>Who runs it, as JSON of the configuration; null for its systemd unit.</summary>
    public string? Manager { get; init; }

    public string Unit => $"{name}.service";

    public string Name => name;

    public int Port => port;

    /// <summary>What runs it, word by word.</summary>
    public string[] Command => ["/usr/bin/python3", $"{SystemdBox.UnderTest}/Servers/drilled.py", $"{port}", fault, $"/run/{name}.starts"];

    public string ConfigPath => $"/etc/{name}/watchdog.json";

    /// <summary>Writes unit and configuration, starts it, and waits until it listens.</summary>
    public async Task<Drilled> StartAsync()
    {
        await box.WriteUnitAsync(Unit, $"""
            [Service]
            ExecStart={string.Join(' ', Command)}
            {Lines}
            """);
        await box.SystemctlAsync("start", Unit);
        return await ConfigureAsync();
    }

    /// <summary>Writes the configuration, and waits until it listens that another manager has started.</summary>
    public async Task<Drilled> ConfigureAsync()
    {
        box.Write(ConfigPath, $$"""
            { "services": { "{{name}}": {
                {{Manager ?? $$"""  "systemd": { "unit": "{{Unit}}" }  """.Trim()}},
                "liveness": { "url": "http://127.0.0.1:{{port}}/health", "timeout": "2s" },
                "severity": "background", "restart": { "startupGate": "10s" }
                {{Keys}}
            } } }
            """);
        await box.ListeningAsync(port);
        return this;
    }

    /// <summary>A drill with short settle times, in folders of its own.</summary>
    public Task<Ran> DrillAsync(params string[] arguments) => box.TryExecAsync([.. Program("drill", name, "--restarts", $"{Restarts}", "--settle", "1s"), .. arguments]);

    /// <summary>The same, as JSON.</summary>
    public async Task<(int Code, JsonElement Report)> ReportAsync(params string[] arguments)
    {
        var ran = await DrillAsync([.. arguments, "--yes", "--json"]);
        return ran.Output.StartsWith('{') ? (ran.ExitCode, JsonDocument.Parse(ran.Output).RootElement) : throw new InvalidOperationException($"{ran.ExitCode}: {ran.Error}{ran.Output}");
    }

    /// <summary>Codes of the reasons, in their order, each once.</summary>
    public static string[] Reasons(JsonElement report) => [.. report.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!).Distinct()];

    public string[] Program(params string[] arguments) =>
    [
        "env", $"STATE_DIRECTORY=/var/lib/{name}-watchdog", $"RUNTIME_DIRECTORY=/run/{name}-watchdog", .. BoxedDaemon.Program.Split(' '), .. arguments, "--config", ConfigPath,
    ];
}
