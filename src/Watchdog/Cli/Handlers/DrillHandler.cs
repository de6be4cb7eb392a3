using System.Runtime.InteropServices;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Drilling;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Asks, keeps everybody else's hands off, drills, and tells what came of it.</summary>
internal static class DrillHandler
{
    /// <summary>A restart may take its whole startup gate.</summary>
    private static readonly TimeSpan s_leaseSlack = TimeSpan.FromMinutes(30);

    public static async Task<int> RunAsync(DrillCommand.Options options, CancellationToken stop)
    {
        if (ConfigFile.Read(options.Config) is not { } config) return ExitCode.Unusable;
        if (ServiceNames.Find(config, options.Service) is not { } service)
        {
            return Fail(ExitCode.Unusable, $"no service is called '{options.Service}'; the configuration has {(config.Services.IsEmpty ? "none" : string.Join(", ", config.Services.Select(one => one.Name)))}");
        }

        if (service.Manager is SystemdConfig { IsGlob: true } glob) return Fail(ExitCode.Unusable, $"'{service.Name}' stands for all of {glob.Unit}: name one of them, as {service.Name}/UNIT");
        if (service.Manager is ProcessConfig)
        {
            return Fail(ExitCode.CouldNotLook, $"'{service.Name}' is not drilled: it is a child of the daemon, which alone can restart it; let a service manager run it to have it drilled, or kill it once and see watchdog why {service.Name}");
        }

        if (!options.Yes && service.Severity == Severity.Critical)
        {
            return Fail(ExitCode.Unusable, $"'{service.Name}' is critical (so is every service that does not say otherwise): add --yes to restart it {Words.Times(options.Restarts)}");
        }

        if (!options.Yes && Console.IsInputRedirected) return Fail(ExitCode.Unusable, $"there is no terminal to ask on: add --yes to restart '{service.Name}' {Words.Times(options.Restarts)}");

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;       // the terminal has gone: the restart under way is still seen to its end
            cancel.Cancel();
        });
        return await RunAsync(config, service, options, cancel.Token).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(WatchdogConfig config, ServiceConfig service, DrillCommand.Options options, CancellationToken stop)
    {
        var time = TimeProvider.System;

        // A unit of our own user's manager is kept by our own user; the machine's by whoever keeps them.
        var directories = service.Manager is SystemdConfig { Scope: SystemdScope.User } ? StateFolder.Ours() : StateFolder.Find();
        using var logs = new LateLoggers(LogLevel.Error);
        await using var parts = new Composition(config, directories, time, logs);
        var screen = new DrillScreen(Console.Out, options.Json, !Console.IsOutputRedirected);
        var drill = new Drill(parts.Drill(service), new DrillPlan(options.Restarts, options.Settle, options.FailOn)) { Told = screen.Row, Waits = screen.Progress };
        try
        {
            var (status, length, obstacle) = await drill.AskAsync(stop).ConfigureAwait(false);
            if (status is null) return Fail(ExitCode.CouldNotLook, $"'{service.Name}' is not drilled: {obstacle}");

            screen.Plan(service.Name, status, options.Restarts, length);
            if (!options.Yes && !await ConfirmAsync($"restart {service.Name} {Words.Times(options.Restarts)}, for about {Words.Span(length)}?", stop).ConfigureAwait(false)) return Fail(ExitCode.CouldNotLook, "nothing was done");

            var request = new PauseRequest([service.Name], Spans.Min(length * 2 + s_leaseSlack, PauseRules.Longest), $"watchdog drill ({PauseHandler.Who})", $"{PauseRules.DrillId}{Guid.NewGuid():N}");
            var (pause, problem) = await DrillPause.TakeAsync(directories, request, time, Say, stop).ConfigureAwait(false);
            if (pause is null) return Fail(ExitCode.CouldNotLook, $"'{service.Name}' is not drilled: {problem}");

            await using (pause)
            {
                if (pause.Note is { } note) Say(note);
                var (report, undone) = await drill.RunAsync(stop).ConfigureAwait(false);
                return report is null ? Fail(ExitCode.CouldNotLook, $"'{service.Name}' is not drilled: {undone}") : Tell(report, screen);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail(ExitCode.Interrupted, "interrupted; nothing was done");
        }
    }

    private static int Tell(DrillReport report, DrillScreen screen)
    {
        screen.Verdict(report);
        if (report.Interrupted) return ExitCode.Interrupted;
        return report.Passed ? ExitCode.Fine : ExitCode.Failed;
    }

    /// <summary>Read aside: a signal does not end the reading.</summary>
    private static async Task<bool> ConfirmAsync(string question, CancellationToken stop)
    {
        Console.Error.Write($"{question} [y/N] ");
        var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stop).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static void Say(string sentence) => Console.Error.WriteLine($"watchdog drill: {sentence}");

    private static int Fail(int code, string sentence) => Complaint.Say("drill", code, sentence);
}
