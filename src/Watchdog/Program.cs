using Watchdog.Cli;
using Watchdog.Cli.Install;

// PLACEHOLDER: the bodies are wired here once the rooms are merged; until then every command but install and uninstall says that it is missing.
var handlers = new CommandHandlers
{
    Run = (_, _) => Missing("run"),
    Check = (_, _) => Missing("check"),
    Validate = (_, _) => Missing("validate"),
    Status = (_, _) => Missing("status"),
    Why = (_, _) => Missing("why"),
    History = (_, _) => Missing("history"),
    Rearm = (_, _) => Missing("rearm"),
    Reload = (_, _) => Missing("reload"),
    Demo = _ => Missing("demo"),
    SampleService = (_, _) => Missing("sample-service"),
    SystemUnits = _ => new ConfiguredUnits([]),
};

using var signals = new StopSignals();
return await CommandLine.RunAsync(args, handlers, Console.Out, Console.Error, signals.Token);

static async Task<int> Missing(string command)
{
    await Console.Error.WriteLineAsync($"watchdog {command}: not part of this build");
    return ExitCode.Unusable;
}
