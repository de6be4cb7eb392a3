using Watchdog.Kernel;
using Watchdog.Managers.Launchd;

namespace Watchdog.Cli.Install;

/// <summary>Asks launchd for our jobs.</summary>
internal static class LaunchdLook
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    /// <summary>What it says of them; without an answer null, and the problem says what to do.</summary>
    public static async Task<(Dictionary<string, UnitFacts>? Jobs, string? Problem)> AskAsync(LaunchdLayout layout, ProcessRunner runner, CancellationToken cancel)
    {
        var jobs = new Dictionary<string, UnitFacts>();
        var disabled = await AskAsync("print-disabled", layout.Domain);
        foreach (var job in new[] { LaunchdLayout.DaemonJob, LaunchdLayout.CheckJob })
        {
            var print = await AskAsync("print", layout.Target(job));
            if (!print.Succeeded && print.ExitCode != LaunchctlAnswer.NotLoaded)
                return (null, Problem(layout, print, layout.Target(job)));

            jobs[job] = new UnitFacts(Enabled: !DisabledJobs.Holds(disabled.Output, job), Active: print.Succeeded);
        }

        return (jobs, null);

        Task<ProcessResult> AskAsync(string verb, string target) => runner.RunAsync(layout.Launchctl, [verb, target], s_deadline, cancel);
    }

    private static string Problem(LaunchdLayout layout, ProcessResult ended, string target)
    {
        var sentence = LaunchctlAnswer.Of(ended, "print", target).Reason.Sentence;
        return layout.User && ended.ExitCode is 112 or 125
            ? $"there is no {layout.Domain}: you are not logged in at this Mac's screen, and agents run only while you are; log in there, or install for the whole machine: sudo watchdog install"
            : sentence;
    }
}
