using System.Text.Json;
using Watchdog.Journal;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Takes evidence: through the daemon, else by itself, as a round would; or shows what is kept.</summary>
internal static class EvidenceHandler
{
    private const string Name = "evidence";

    public static async Task<int> RunAsync(EvidenceCommand.Options options, CancellationToken cancel)
    {
        var directories = StateFolder.Find();
        if (options is { Service: { } service, List: false }) return await TakeAsync(options, directories, service, cancel).ConfigureAwait(false);
        if (StateFolder.Unreadable(directories) is { } unreadable) return Complaint.Say(Name, ExitCode.CouldNotLook, unreadable);

        return options.List ? KeptEvidence.List(directories, options.Service, options.Config, options.Json) : KeptEvidence.Open(directories, options.Open!, options.Json);
    }

    private static async Task<int> TakeAsync(EvidenceCommand.Options options, Directories directories, string service, CancellationToken cancel)
    {
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System, ControlRoutes.ForEvidence);
        var asked = await client.TakeEvidenceAsync(service, cancel).ConfigureAwait(false);
        if (asked.Outcome == ControlOutcome.NoDaemon) return await TakeOurselvesAsync(options, service, cancel).ConfigureAwait(false);
        if (asked.Value is not { } taken) return Complaint.Say(Name, ExitCode.Failed, asked.Reason.ToString());

        return Tell(taken, options.Json);
    }

    /// <summary>Timer pairing: nobody else keeps the state just now.</summary>
    private static async Task<int> TakeOurselvesAsync(EvidenceCommand.Options options, string name, CancellationToken cancel)
    {
        if (ConfigFile.Read(options.Config) is not { } config) return ExitCode.Unusable;

        var directories = StateFolder.Ours();
        if (directories.Prepare() is { } problem) return Complaint.Say(Name, ExitCode.CouldNotLook, StateFolder.OfAnother(directories, $"{Name} {name}") ?? problem.Sentence);

        using var held = RoundLock.Take(directories.State, TimeProvider.System, RoundLock.Longest, out var told);
        if (held is null) return Complaint.Say(Name, ExitCode.CouldNotLook, $"{told}; try again when it is done");

        using var logs = new LateLoggers(LogLevel.Warning);
        await using var parts = new Composition(config, directories, TimeProvider.System, logs);
        var (services, _) = await OneShotServices.ExpandAsync(config, parts.Managers, parts.Clock.Time, logs.CreateLogger<OneShotRound>(), cancel).ConfigureAwait(false);
        if (services.FirstOrDefault(one => one.Name == name) is not { } service)
        {
            return Complaint.Say(Name, ExitCode.Unusable, $"no service is called '{name}'; the configuration has {string.Join(", ", services.Select(one => one.Name))}");
        }

        var (id, why) = await parts.TakeEvidenceAsync(service, "watchdog evidence", cancel).ConfigureAwait(false);
        return id is null
            ? Complaint.Say(Name, ExitCode.Failed, $"{name}: no evidence was kept: {why}")
            : Tell(new BundleTaken(id, parts.Evidence.Store.FolderOf(id)), options.Json);
    }

    private static int Tell(BundleTaken taken, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(taken, WebJson.Default.BundleTaken));
            return ExitCode.Fine;
        }

        Console.Out.WriteLine(taken.Folder);
        if (KeptEvidence.SummaryOf(taken.Folder) is { } summary) Console.Out.WriteLine($"\n{summary.TrimEnd()}");
        return ExitCode.Fine;
    }
}
