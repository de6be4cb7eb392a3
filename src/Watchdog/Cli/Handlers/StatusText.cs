using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>A status report for people.</summary>
internal static class StatusText
{
    /// <param name="report">What is told.</param>
    /// <param name="saved">Where it comes from when it is no daemon's answer.</param>
    /// <param name="output">Where to.</param>
    /// <param name="details">With each check and the ledger.</param>
    public static void Write(StatusReport report, string saved, TextWriter output, bool details)
    {
        if (report.Daemon is { } daemon)
        {
            output.WriteLine($"watchdog {daemon.Version}, pid {daemon.Pid}, since {EntryText.Time(daemon.Started)}, {daemon.ConfigPath}");
            if (daemon.ConfigError is { } error) output.WriteLine($"  the last edit was not taken over: {error}");
            foreach (var notifier in daemon.Notifiers.Where(notifier => notifier.FailingSince is not null || notifier.Waiting > 0)) output.WriteLine($"  {Notifier(notifier)}");
        }
        else
        {
            output.WriteLine(saved);
        }

        WriteServices(report, output, details);
    }

    public static void WriteServices(StatusReport report, TextWriter output, bool details)
    {
        var width = report.Services.IsEmpty ? 0 : report.Services.Max(service => service.Name.Length);
        foreach (var service in report.Services)
        {
            output.WriteLine($"{service.Name.PadRight(width)}  {Word(service.Verdict),-9}  {Phase(service),-20}  since {EntryText.Time(service.Since)}  {service.Reason}");
            foreach (var pause in service.Pauses) output.WriteLine("  " + Paused(pause.Because, pause.Until));
            if (service.Task is { } task) output.WriteLine("  task: " + Task(task));
            if (service.Problem is { } problem) output.WriteLine($"  {problem}");
            if (details) Details(service, output);
        }
    }

    /// <summary><c>paused until 2026-11-21 12:30:00 (25 min more): the disk is changed (anna)</c></summary>
    public static string Paused(string because, DateTimeOffset until) =>
        $"paused until {EntryText.Time(until)} ({Words.Span(until - TimeProvider.System.GetUtcNow())} more): {because}";

    /// <summary><c>hermes-webui#12 looking once more, 3 s, until 2026-11-21 12:30:00 at the latest</c></summary>
    public static string Task(ServiceTask task)
    {
        var until = task.Deadline is { } deadline ? $", until {EntryText.Time(deadline)} at the latest" : "";
        return $"{task.Id} {task.Step}, {Words.Span(TimeProvider.System.GetUtcNow() - task.Since)}{until}";
    }

    /// <summary><c>notifier phone: fails since 2026-11-21 12:30:00, 3 messages wait: no answer within 10 s (watchdog notify --test phone)</c></summary>
    private static string Notifier(NotifierStatus notifier) => notifier.FailingSince is { } since
        ? $"notifier {notifier.Name}: fails since {EntryText.Time(since)}, {notifier.Backlog()}: {notifier.Problem} (watchdog notify --test {notifier.Name})"
        : $"notifier {notifier.Name}: {notifier.Backlog()}";

    private static void Details(ServiceStatus service, TextWriter output)
    {
        output.WriteLine($"  {service.Unit} ({service.Scope}), instance {(service.Instance.Length > 0 ? service.Instance : "not seen yet")}");
        foreach (var check in service.Checks)
        {
            var took = check.LastLatencyMs is { } ms ? $"  last look {Words.Span(TimeSpan.FromMilliseconds(ms))}" : "";
            var reason = check.Reason is { } why ? $"  {why}" : "";
            var row = check.Failures > 0 ? $"  {check.Failures} in a row" : "";
            output.WriteLine($"  {check.Name,-12}  {Word(check.Verdict),-9}{took}{row}{reason}");
        }

        var ledger = service.Ledger;
        var next = ledger.NextPossible is { } at ? $"; the next not before {EntryText.Time(at)}" : "";
        output.WriteLine($"  restarts: {ledger.Restarts} of {ledger.Budget} in {Words.Span(ledger.Within)}{next}");
        if (service.Evidence is { } evidence) output.WriteLine($"  evidence: {evidence} (watchdog evidence --open {evidence})");
        if (service.StormSince is { } storm) output.WriteLine($"  restart storm since {EntryText.Time(storm)}: `watchdog rearm {service.Name}` closes the circuit");
    }

    private static string Phase(ServiceStatus service)
    {
        var phase = service.Phase.ToString().ToLowerInvariant();
        if (service.Hold != Hold.None) return $"{phase} ({service.Hold.ToString().ToLowerInvariant()})";
        return service.StormSince is null ? phase : $"{phase} (storm)";
    }

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
