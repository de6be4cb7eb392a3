using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Config.Reading;
using Watchdog.Drafting;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Probes;
using Watchdog.Supervision.Host;

namespace Watchdog.Cli.Handlers;

/// <summary>Drafts a configuration and puts it where nothing is yet.</summary>
internal static class InitHandler
{
    private const string StandardOutput = "-";

    public static async Task<int> RunAsync(InitCommand.Options options, CancellationToken cancel)
    {
        var path = options.Output ?? options.Config ?? ConfigLocator.Preferred();
        if (path is null) return Fail("there is no home to write to; name a file with --output FILE, or - for standard output");
        var starter = DeployFile.Text("watchdog.starter.json");
        var exists = path != StandardOutput && Path.Exists(path) && FileContent.Read(path, starter.Length * 4) != starter;
        if (exists && options.Unit is null)
            return Fail($"{path} exists, and is never overwritten; `watchdog init --output -` prints the draft, `watchdog init --unit NAME` the part of one service");

        var open = await ListenersAsync(cancel).ConfigureAwait(false);
        if (open.Unseen.Code is not null) return Fail($"what listens here cannot be seen: {open.Unseen.Sentence}");
        if (open.Cut) Console.Error.WriteLine("watchdog init: more listens here than could be read, so some services may be missing; name one with --unit NAME");

        var context = new DraftContext(MachineMemory.Total(), File.Exists) { Schema = Schemas.Find(path, File.Exists), MeasuresNothing = options.Measure == TimeSpan.Zero };
        var drafted = await DraftAsync(options, open, context, cancel).ConfigureAwait(false);
        if (drafted.Services.Count == 0) return Nothing(options.Unit, drafted);

        var text = Draft.File(drafted.Services, drafted.LeftOut, context, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date));
        if (DraftFile.Problems(text) is [var problem, ..]) return Fail($"the draft would be unusable, which is a bug, please report it: {problem}");
        if (exists) return Print(path, drafted);
        return path == StandardOutput ? Print(text, drafted.LeftOut) : Write(path, text, starter, drafted);
    }

    private static async Task<OpenPorts> ListenersAsync(CancellationToken cancel) => OperatingSystem.IsLinux()
        ? OpenPorts.Read(SocketDiag.OfThisMachine, SocketHolders.OfThisMachine, Cgroups.OfThisMachine)
        : await new LsofPorts(TimeProvider.System).ReadAsync(cancel).ConfigureAwait(false);

    private static async Task<DraftedServices> DraftAsync(InitCommand.Options options, OpenPorts open, DraftContext context, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        using var supervisord = new SupervisordSource(SupervisordPlaces.All(Environment.GetEnvironmentVariable), Family, cgroup => Cgroups.OfThisMachine.Processes(cgroup), time);
        using var systemd = new SystemdSource(Libc.UserId, time);
        var launchd = new LaunchdSource(Libc.UserId, Family, time);
        using var asker = new Asker(time);
        var progress = new InitProgress(Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");
        try
        {
            progress.Say("looking at ourselves");
            await DoubtAsync(cancel).ConfigureAwait(false);
            return await new Drafter([supervisord, new FolderSource(Family, SuperviseFolders.Of, time), launchd, systemd], asker, time).RunAsync(open.Ports, options.Unit, options.Measure, context, progress.Say, cancel).ConfigureAwait(false);
        }
        finally
        {
            progress.Clear();
        }

        Task<Lineage> Family(CancellationToken stop) => Lineage.ReadAsync(time, stop);
    }

    /// <summary>A service must not look slow because we are: a fresh process pays for its first request, a busy machine for each.</summary>
    private static async Task DoubtAsync(CancellationToken cancel)
    {
        using var probes = new ProbeFactory(TimeProvider.System);
        _ = await ControlProbe.LookAsync(probes, TimeProvider.System, cancel).ConfigureAwait(false);
        if (await ControlProbe.LookAsync(probes, TimeProvider.System, cancel).ConfigureAwait(false) is { } doubt)
            Console.Error.WriteLine($"watchdog init: {doubt.Sentence}, so the machine is too busy for measures to be relied on; better draft it again later");
    }

    private static int Nothing(string? unit, DraftedServices drafted)
    {
        foreach (var left in drafted.LeftOut) Console.Error.WriteLine($"left out: {left}");
        if (unit is null) return Fail("no service was found that listens on a port; name one with --unit NAME, or write the file by hand");
        if (drafted.LeftOut.Length > 0) return Fail($"{unit} cannot be drafted, for the reason above");

        foreach (var one in drafted.Unasked) Console.Error.WriteLine($"not asked: {one}");
        var nearest = Nearest.To(unit, drafted.Names);
        return Fail($"no unit, job or program runs that is called '{unit}'{(nearest is null ? "" : $" (did you mean '{nearest}'?)")}");
    }

    private static int Print(string path, DraftedServices drafted)
    {
        Console.Error.WriteLine($"{path} exists, and is never overwritten: put this under its \"services\"");
        Console.Out.Write(Draft.Keys(drafted.Services));
        return ExitCode.Fine;
    }

    private static int Print(string text, IEnumerable<LeftOut> left)
    {
        Console.Out.Write(text);
        foreach (var one in left) Console.Error.WriteLine($"left out: {one}");
        return ExitCode.Fine;
    }

    /// <summary>The starter that an installation has written holds nobody's work.</summary>
    private static int Write(string path, string text, string starter, DraftedServices drafted)
    {
        var replaces = Path.Exists(path) ? ", in place of the untouched starter (a daemon that runs takes it over at once)" : "";
        if (!DraftFile.TryWrite(path, text, Libc.UserId == 0, starter)) return Fail($"{path} has come into being meanwhile, and was not overwritten");

        foreach (var one in drafted.LeftOut) Console.Out.WriteLine($"left out: {one}");
        var count = drafted.Services.Count;
        Console.Out.WriteLine($"wrote {path}: {count} {(count == 1 ? "service" : "services")}{replaces}; read it, then start with `watchdog install{(Libc.UserId == 0 ? "" : " --user")}` or `watchdog run`");
        return ExitCode.Fine;
    }

    private static int Fail(string sentence) => Complaint.Say("init", ExitCode.Failed, sentence);
}
