using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Cli.Demo;

/// <summary>
/// <c>watchdog demo</c>: the parts of the daemon on a configuration and in folders of its own, with sample services as children. Nothing of the
/// user's is touched, and nothing is left behind.
/// </summary>
internal static class DemoHandler
{
    /// <summary>More entries than three minutes bring; beyond, a reader that has stopped costs lines, never memory.</summary>
    private const int MostEntries = 10_000;

    public static async Task<int> RunAsync(CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;       // the terminal has gone: the children must not outlive us
            cancel.Cancel();
        });
        try
        {
            using var folder = new DemoFolder();
            return await RunAsync(folder, cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("watchdog demo: stopped; its services have ended, its folder is removed");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail($"no folder to work in ({failure.Message}); set TMPDIR to one that can be written");
        }
    }

    private static async Task<int> RunAsync(DemoFolder folder, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var (faults, leftOut) = DemoFault.ForThisSystem();
        await File.WriteAllTextAsync(folder.ConfigFile, DemoConfig.Text(folder, faults), cancel);
        var read = ConfigReader.Read(folder.ConfigFile);
        if (read.Config is not { } config) return Fail(string.Join(Environment.NewLine, read.Errors));
        if (folder.Directories.Prepare() is { } problem) return Fail(problem.Sentence);

        var entries = Channel.CreateBounded<JournalEntry>(MostEntries);
        await using var parts = new Composition(config, folder.Directories, time, NullLoggerFactory.Instance, journal => new ObservedJournal(journal, entries.Writer));
        await using var services = parts.Services(NullLogger.Instance);
        var screen = DemoScreen.ForConsole(parts.Clock.Now.Uptime);
        var cases = faults.Select(fault => new DemoCase(fault)).ToArray();
        Introduce(screen, cases, leftOut);
        var began = time.GetTimestamp();
        try
        {
            await services.ApplyAsync(config.Services, cancel);
            await new DemoRun(cases, services, entries.Reader, new DemoWedge(folder, time), screen, parts.Clock).FollowAsync(cancel);
        }
        finally
        {
            screen.Progress("");
            foreach (var loop in services.Loops.Values) await DemoWedge.ThawAsync(loop.Unit);
        }

        return Conclude(screen, cases, time.GetElapsedTime(began));
    }

    private static void Introduce(DemoScreen screen, DemoCase[] cases, string? leftOut)
    {
        screen.Say($"{cases.Length} sample services are started and watched, then each is broken in its own way.");
        screen.Say("It takes about a minute. All is real but the times, which are short: a check is");
        screen.Say("made each second, and 3 failures in a row call for a restart (5 of deep health;");
        screen.Say("memory: 2 s above 200 MiB).");
        if (leftOut is not null) screen.Say(leftOut);
        screen.Say();
        screen.Head();
    }

    private static int Conclude(DemoScreen screen, DemoCase[] cases, TimeSpan took)
    {
        screen.Say();
        foreach (var line in DemoTable.Lines(cases)) screen.Say(line);
        screen.Say();
        var wrong = cases.Where(one => one.Wrong() is not null).ToArray();
        foreach (var one in wrong) screen.Say($"{screen.Coloured("WRONG", Tone.Alarm)}  {one.Fault.Service}: {one.Wrong()}");
        if (wrong.Length > 0) return Fail($"{wrong.Length} of {cases.Length} faults were not met in the right way; please report it with the lines above");

        screen.Say(screen.Coloured($"Each of the {cases.Length} faults was met in the right way, in {Words.Span(took)}.", Tone.Well));
        screen.Say("What a restart cures got one and is well again. What none cures is held, with an alert, after two.");
        return ExitCode.Fine;
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine($"watchdog demo: {sentence}");
        return ExitCode.Failed;
    }
}
