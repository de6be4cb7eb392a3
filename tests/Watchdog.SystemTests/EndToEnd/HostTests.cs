using System.Text.RegularExpressions;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>When it is rather the machine, or we, than the services.</summary>
public sealed partial class HostTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    private static readonly TimeSpan s_stopped = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan s_manyIntervals = TimeSpan.FromSeconds(10);

    [SkippableFact]
    public async Task Run_WatchdogItselfStoodStill_DoubtsItselfAndRestartsNobody()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-still");
        var services = Services("still", 9481, 3);

        // Its own manager would have it killed before its time is over; and where other tests keep the machine busy, it would rightly go on doubting itself.
        box.Write($"/run/systemd/system/{daemon.Unit}.d/patient.conf", "[Service]\nWatchdogSec=0\nNice=-15\n");
        var before = await StartAsync(daemon, services);
        var ours = await daemon.PropertyAsync(daemon.Unit, "MainPID");
        var theirs = await PidsAsync(daemon, services);

        // A look of each is under way when we stop, or begins when we go on; that of a service which stands still meanwhile fails.
        await box.ExecAsync(["kill", "-STOP", .. theirs]);
        await box.ExecAsync("kill", "-STOP", ours);
        await Task.Delay(s_stopped);
        await box.ExecAsync(["kill", "-CONT", .. theirs]);
        await box.ExecAsync("kill", "-CONT", ours);
        await Eventually.TrueAsync(async () => (await daemon.LogAsync()).Contains("No longer in doubt about ourselves", StringComparison.Ordinal), "an end of the doubt");
        await Task.Delay(s_manyIntervals);

        Assert.Single(Doubts().Matches(await daemon.LogAsync()));
        foreach (var service in before)
        {
            var after = await daemon.UntilAsync(service.Name, Phase.Watching);
            Assert.Equal((service.Instance, Verdict.Healthy), (after.Instance, after.Verdict));
            Assert.Empty(daemon.Decisions<Restart>(service.Name));
            Assert.Equal(2, daemon.Inputs<SelfDoubted>(service.Name).Count);
        }
    }

    [SkippableFact]
    public async Task Run_FourOfFiveFrozenAtOnce_IsOneMessageAndAHoldAndThenOneAtATime()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-many") { Keys = $", \"host\": {{ \"correlatedHoldAtMost\": \"{s_hold.TotalSeconds}s\" }}" };
        var services = Services("many", 9484, 5);
        var before = await StartAsync(daemon, services);

        await box.ExecAsync(["kill", "-STOP", .. await PidsAsync(daemon, services[..4])]);
        foreach (var service in before.Take(4)) await daemon.UntilWellAfterAsync(service);

        var held = services.SelectMany(service => EntriesOf<CallOff>(daemon, service)).Where(entry => entry.Decisions.OfType<CallOff>().Any(off => off.Reason.Code == "host-incident")).Min(entry => entry.At);
        var restarts = services.SelectMany(service => EntriesOf<Restart>(daemon, service)).OrderBy(entry => entry.At).ToList();
        Assert.Equal(services[..4].Select(service => service.Name), restarts.Select(entry => entry.Service).Order());
        Assert.True(restarts[0].At >= held + s_hold, $"held at {held:T}, restarted at {restarts[0].At:T}");

        // The second waits for the first, which takes a moment at least; then two are left, which is no incident.
        var proven = EntriesOf<Alert>(daemon, services.Single(service => service.Name == restarts[0].Service)).Single(entry => entry.Decisions.OfType<Alert>().Any(alert => alert.Reason.Code == "recovered"));
        Assert.True(restarts[1].At >= proven.At || restarts[1].At - restarts[0].At >= Crowd.Pause, $"{restarts[0].Service} at {restarts[0].At:T}, {restarts[1].Service} at {restarts[1].At:T}");
        var log = await daemon.LogAsync();
        Assert.Single(Incidents().Matches(log));
        Assert.Contains("each is judged anew", log, StringComparison.Ordinal);
        Assert.DoesNotContain(services.SelectMany(service => daemon.Decisions<Alert>(service.Name)), alert => alert.Level == AlertLevel.Critical);
        Assert.Equal(before[4].Instance, (await daemon.UntilAsync(before[4].Name, Phase.Watching)).Instance);
    }

    [SkippableFact]
    public async Task Run_OneOfFiveFrozen_IsRestartedAtOnce()
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, "wd-single");
        var services = Services("single", 9489, 5);
        var before = await StartAsync(daemon, services);

        await box.FreezeAsync(daemon, services[0].Unit);
        await daemon.UntilWellAfterAsync(before[0]);

        Assert.Single(services.SelectMany(service => daemon.Decisions<Restart>(service.Name)));
        Assert.Empty(Incidents().Matches(await daemon.LogAsync()));
    }

    private static Watched[] Services(string name, int port, int count) => [.. Enumerable.Range(0, count).Select(i => new Watched($"{name}{i}", port + i))];

    private async Task<ServiceStatus[]> StartAsync(BoxedDaemon daemon, Watched[] services)
    {
        await box.ServeAsync(daemon, services);
        await daemon.StartAsync(services);
        return await Task.WhenAll(services.Select(service => daemon.UntilAsync(service.Name, Phase.Watching)));
    }

    private static async Task<string[]> PidsAsync(BoxedDaemon daemon, Watched[] services) =>
        await Task.WhenAll(services.Select(service => daemon.PropertyAsync(service.Unit, "MainPID")));

    private static IEnumerable<JournalEntry> EntriesOf<T>(BoxedDaemon daemon, Watched service)
        where T : Decision => daemon.Journal(service.Name).Where(entry => entry.Decisions.OfType<T>().Any());

    [GeneratedRegex("services are suspect at once .*Nothing is restarted")]
    private static partial Regex Incidents();

    [GeneratedRegex("in doubt about ourselves: .*actions wait")]
    private static partial Regex Doubts();
}
