using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog evidence [SERVICE] [--open ID] [--list] [--json]</c></summary>
internal static class EvidenceCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Service">Whose evidence is to be taken, or with <paramref name="List"/>, listed; null for all.</param>
    /// <param name="Open">The bundle to show, or null.</param>
    /// <param name="List">List what is kept.</param>
    /// <param name="Json">Answer in JSON.</param>
    public sealed record Options(string? Config, string? Service, string? Open, bool List, bool Json);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var service = Arguments.OptionalService();
        service.Description = "The service whose evidence is to be taken now, or listed";
        var open = new Option<string?>("--open") { Description = "Show the summary of a bundle: its id or that of its incident, the beginning of one, or 'latest'", HelpName = "ID" };
        var list = new Option<bool>("--list") { Description = "List the bundles that are kept, the newest first" };
        var json = Arguments.Json();
        var command = new ExampleCommand(
            "evidence",
            "Take evidence of a service, without acting, or show what was taken",
            "The same that is taken before a restart: processes, threads, sockets, stacks, logs, the last looks. Its processes may be held still for a moment; the looks at them do not count meanwhile.",
            "watchdog evidence hermes-webui",
            "watchdog evidence --list hermes-webui",
            "watchdog evidence --open latest")
        {
            service,
            open,
            list,
            json,
        };
        command.Validators.Add(result =>
        {
            var ways = (result.GetValue(open) is not null ? 1 : 0) + (result.GetValue(list) ? 1 : 0);
            if (ways > 1) result.AddError("use one of --open and --list");
            else if (ways == 0 && result.GetValue(service) is null) result.AddError("name a service, or use --list or --open ID");
            else if (result.GetValue(open) is not null && result.GetValue(service) is not null) result.AddError("--open takes the id of a bundle, and no service beside it");
        });
        command.SetAction((result, cancel) => handler(
            new Options(result.GetValue(config), result.GetValue(service), result.GetValue(open), result.GetValue(list), result.GetValue(json)), cancel));
        return command;
    }
}
