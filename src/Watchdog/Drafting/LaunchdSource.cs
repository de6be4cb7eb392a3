using System.Collections.Immutable;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Launchd;

namespace Watchdog.Drafting;

/// <summary>The jobs of launchd: of the system's, and of our own user's at the screen and beside it.</summary>
/// <param name="ourUser">Whose jobs are ours.</param>
/// <param name="lineage">Of the processes of this machine.</param>
/// <param name="print">Asks launchctl for a domain or a job.</param>
/// <param name="time">For deadlines.</param>
internal sealed class LaunchdSource(
    uint ourUser, Func<CancellationToken, Task<Lineage>> lineage, Func<string, CancellationToken, Task<ProcessResult>> print, TimeProvider time) : IServiceSource
{
    private const string Machine = "system";
    private const string NeedsRoot = "The job that is restarted, of the system's launchd: that takes a daemon of root's.";

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    public LaunchdSource(uint ourUser, Func<CancellationToken, Task<Lineage>> lineage, TimeProvider time)
        : this(ourUser, lineage, (target, stop) => new ProcessRunner(time).RunAsync("launchctl", ["print", target], s_deadline, stop), time)
    {
    }

    public async Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel)
    {
        var (jobs, unasked) = await JobsAsync(cancel).ConfigureAwait(false);
        if (jobs.IsEmpty && unasked.IsEmpty) return new SourceLook([], [], ports);

        var family = await lineage(cancel).ConfigureAwait(false);
        var running = jobs.Where(job => job.Pid > 0).DistinctBy(job => job.Pid).ToDictionary(job => job.Pid);
        var owned = ports.ToLookup(port => OwnerOf(port, running, family));
        return only is null
            ? await AllAsync(running.Values, owned, family, unasked, cancel).ConfigureAwait(false)
            : await NamedAsync(only, jobs, owned, family, cancel).ConfigureAwait(false) with { Unasked = unasked };
    }

    private async Task<SourceLook> AllAsync(
        IEnumerable<Job> running, ILookup<Job?, OpenPort> owned, Lineage family, ImmutableArray<LeftOut> unasked, CancellationToken cancel)
    {
        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = unasked.ToBuilder();
        var listening = running.Where(owned.Contains).OrderBy(job => job.Label, StringComparer.Ordinal).ToLookup(job => JobKind.Of(job.Label));
        foreach (var job in listening[null])
        {
            var (service, why) = WhyNot(job) is { } reason ? (null, reason) : await LookAsync(job, owned[job], family, cancel).ConfigureAwait(false);
            if (service is not null) services.Add(service);
            else left.Add(LeftOut.Of(job.Target, owned[job], why));
        }

        // Hundreds of them: a line for each kind.
        foreach (var kind in listening.Where(kind => kind.Key is not null)) left.Add(LeftOut.Of(kind.Key!.Name, kind.SelectMany(job => owned[job]), kind.Key.Why));

        var itself = owned[null].ToLookup(port => port.Pid == 1 && family.NameOf(1) == "launchd");
        if (itself[true].Any()) left.Add(LeftOut.Of("launchd", itself[true], "it listens there itself for a job that it starts when somebody connects"));
        return new SourceLook(services.ToImmutable(), left.ToImmutable(), [.. itself[false]]);
    }

    /// <summary>By label or target; also one that listens nowhere, and of any kind.</summary>
    private async Task<SourceLook> NamedAsync(string only, ImmutableArray<Job> jobs, ILookup<Job?, OpenPort> owned, Lineage family, CancellationToken cancel)
    {
        var meant = jobs.Where(job => Matches(only, job.Label) || Matches(only, job.Target)).DistinctBy(job => job.Label).ToArray();
        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var job in meant)
        {
            var (service, why) = await LookAsync(job, owned[job], family, cancel).ConfigureAwait(false);
            if (service is not null) services.Add(service);
            else left.Add(LeftOut.Of(job.Target, owned[job], why));
        }

        var rest = owned.Where(group => group.Key is not { } owner || !meant.Contains(owner)).SelectMany(group => group);
        return new SourceLook(services.ToImmutable(), left.ToImmutable(), [.. rest]) { Names = [.. jobs.Where(job => JobKind.Of(job.Label) is null).Select(job => job.Label)] };
    }

    private static bool Matches(string only, string name) => FileSystemName.MatchesSimpleExpression(only, name, ignoreCase: false);

    private static Job? OwnerOf(OpenPort port, Dictionary<int, Job> running, Lineage family) =>
        family.Of(port.Pid).Select(process => running.GetValueOrDefault(process.Pid)).FirstOrDefault(job => job is not null);

    private string? WhyNot(Job job) => job.Domain == Machine && ourUser != 0
        ? $"it belongs to the system's launchd, which lets only root restart it: `sudo watchdog init` drafts it, or `watchdog init --unit {Quoted.Line(job.Label)}` here"
        : null;

    private async Task<(ImmutableArray<Job> Jobs, ImmutableArray<LeftOut> Unasked)> JobsAsync(CancellationToken cancel)
    {
        var jobs = ImmutableArray.CreateBuilder<Job>();
        var unasked = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var domain in ourUser == 0 ? [Machine] : new[] { $"gui/{ourUser}", $"user/{ourUser}", Machine })
        {
            // Not launchctl list: that tells of one domain, and not of which, and a job is restarted by its domain.
            var shown = await print(domain, cancel).ConfigureAwait(false);
            if (JobDomains.IsAbsent(shown)) continue;

            var list = shown.Succeeded ? JobList.Of(shown.Output) : null;
            if (list is not null) jobs.AddRange(list.Jobs.Select(job => new Job(domain, job.Label, job.Pid)));
            if (JobDomains.WhyNotAll(shown, list, domain) is { } why) unasked.Add(LeftOut.Of($"jobs of {domain}", [], why));
        }

        return (jobs.ToImmutable(), unasked.ToImmutable());
    }

    private async Task<(FoundService? Service, string Why)> LookAsync(Job job, IEnumerable<OpenPort> ports, Lineage family, CancellationToken cancel)
    {
        if (Texts.LaunchdTarget(job.Target) is not null) return (null, "its label has other characters than letters, digits and . _ -, which no configuration of ours may name");

        var ended = await print(job.Target, cancel).ConfigureAwait(false);
        if (!ended.Succeeded) return (null, LaunchctlAnswer.Of(ended, "print", job.Target).Reason.Sentence);

        var shown = JobPrint.Of(ended.Output);
        var look = JobStatus.Of(shown, ended.Output);
        if (look.Status is not { } status) return (null, Quoted.Line(look.Unseen.Sentence, 200));
        if (status.State is not (UnitState.Active or UnitState.Activating)) return (null, $"it does not run: launchd says {Quoted.Line(status.SubState)}");

        var unit = new DrivenUnit(new LaunchdDriver(new LaunchdConfig(job.Target), time), time, NullLogger.Instance);
        return (new FoundService
        {
            Unit = job.Label,
            Manager = Part(job, shown.Path),
            Ports = [.. ports],
            Program = family.NameOf(status.MainPid),
            ReadMemory = stop => unit.ReadMemoryAsync(MemorySource.WorkingSet, stop),
        }, "");
    }

    /// <summary>Loading again what somebody has unloaded is not proposed as it is: that may be a deploy.</summary>
    private ManagerPart Part(Job job, string? plist)
    {
        var comment = job.Domain != Machine ? "The job that is restarted, of your own launchd."
            : ourUser == 0 ? "The job that is restarted, of the system's launchd."
            : NeedsRoot;
        return new ManagerPart("launchd", $"{{ \"target\": {Quoted.Json(job.Target)} }}", comment)
        {
            Hint = plist is ['/', ..]
                ? $"Unloaded, nobody starts it again. With \"bootstrap\": {Quoted.Line(Quoted.Json(plist), 300)} here too it is loaded again, also when you unload it for a deploy."
                : null,
        };
    }

    private sealed record Job(string Domain, string Label, int Pid)
    {
        public string Target => $"{Domain}/{Label}";
    }
}
