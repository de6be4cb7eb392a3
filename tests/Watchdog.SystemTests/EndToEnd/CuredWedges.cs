using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;
using Xunit.Abstractions;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Wedges that a restart cures: told apart from the others, decided in time, and cured by one restart.</summary>
/// <remarks>Each writes its row of the README's table of measured wedges to its output.</remarks>
public abstract class CuredWedges(SystemdBox box, ITestOutputHelper output)
{
    protected SystemdBox Box => box;

    /// <summary>Who stands still for less than 15 s is left alone; a look may have begun up to an interval before the wedge.</summary>
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(13);

    /// <summary>From the wedge to the decision, and to the new instance: several times what it takes, for a machine that other tests keep busy. The exact times are the judgement's, and tried with its clock.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(1);

    private const int Threshold = 3;

    /// <param name="Mode">What wedges it; <c>stopped</c> is SIGSTOP.</param>
    /// <param name="Code">The diagnosis.</param>
    /// <param name="Counts">With an accept-loop counter, and so with a kept-alive connection.</param>
    /// <param name="Options">Of the server.</param>
    protected sealed record Wedge(string Mode, string Code, bool Counts = false, string Options = "");

    /// <summary>All at once; enough others are well that it is not the host.</summary>
    /// <param name="wedges">Which.</param>
    /// <param name="runtime">In this runtime.</param>
    /// <param name="port">The first of the ports.</param>
    /// <param name="user">In the scope of a user.</param>
    /// <param name="atOnce">They do not stand still: their thresholds decide.</param>
    protected async Task WedgeAsync(Wedge[] wedges, ServerRuntime runtime, int port, bool user, bool atOnce = false)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, string.Create(CultureInfo.InvariantCulture, $"wd-wedges-{port}"), user);
        var sick = wedges.Select((wedge, i) => (Wedge: wedge, Service: Service(wedge, runtime, port + 1 + i))).ToArray();
        var well = new Watched(string.Create(CultureInfo.InvariantCulture, $"well-{port}"), port);
        Watched[] others = [.. well.Others(wedges.Length * 2)];
        Watched[] all = [well, .. others, .. sick.Select(one => one.Service)];
        await box.ServeAsync(daemon, all);
        await daemon.StartAsync(all);
        foreach (var (_, service) in sick) await daemon.UntilAsync(service.Name, Phase.Watching);

        var failures = await Task.WhenAll(sick.Select(one => CureAsync(daemon, one.Wedge, one.Service, atOnce ? TimeSpan.Zero : s_standstill)));
        if (atOnce) Assert.All(failures, count => Assert.InRange(count, Threshold, (2 * Threshold) - 1));
        foreach (var other in others) Assert.Empty(daemon.Decisions<BeginAction>(other.Name));
    }

    private static string Name(Wedge wedge, int port) => string.Create(CultureInfo.InvariantCulture, $"{wedge.Mode.Replace(' ', '-')}-{port}");

    /// <summary>Until its next start, which may be a user's.</summary>
    private async Task WedgedAsync(Watched service, string mode)
    {
        File.Delete(box.HostPath(service.Control));      // the user's own, in a folder where only its owner may write to it
        box.Write(service.Control, mode);
        await box.ExecAsync("chmod", "666", service.Control);
    }

    private protected static Watched Service(Wedge wedge, ServerRuntime runtime, int port) => new(Name(wedge, port), port)
    {
        Runtime = runtime,
        Options = wedge.Options,

        // It would want descriptors for the pages of its code, when none is left. A new instance is not to be wedged as the one before was.
        Lines = $"Environment=DOTNET_EnableWriteXorExecute=0 DOTNET_TieredCompilation=0\nExecStartPre=-/bin/sh -c 'echo ok >/run/{Name(wedge, port)}.control'",
        Interval = "2s",
        Timeout = "10s",
        Threshold = Threshold,
        KillAfter = "20s",
        Keys = wedge.Counts ? Watched.Counted : "",
    };

    /// <returns>How many looks had failed when it was decided.</returns>
    private protected async Task<int> CureAsync(BoxedDaemon daemon, Wedge wedge, Watched service, TimeSpan least)
    {
        var before = await daemon.UntilAsync(service.Name, Phase.Watching);
        var wedged = DateTimeOffset.UtcNow;
        if (wedge.Mode == "stopped") await box.FreezeAsync(daemon, service.Unit);
        else await WedgedAsync(service, wedge.Mode);

        await daemon.UntilWellAfterAsync(before);

        var journal = daemon.Journal(service.Name);
        var orders = journal.Where(entry => entry.Decisions.Any(decision => decision is Restart)).ToArray();
        Assert.True(orders.Length == 1, $"{service.Name}: {orders.Length} restarts\n{await daemon.LogAsync()}");
        var ordered = orders[0];
        var renewed = journal.Last(entry => entry.Decisions.Any(decision => decision is Started { Kind: StartKind.Ours }));
        var reason = ordered.Decisions.OfType<Restart>().Single().Reason;
        Assert.True(wedge.Code == reason.Code, $"{wedge.Code} was expected, not {reason}\n{await box.JournalAsync(service.Unit)}");
        var (decided, lasted) = (ordered.At - wedged, renewed.At - wedged);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {wedge.Mode} {wedge.Options} | {service.Runtime} | {wedge.Code} | restart | {decided.TotalSeconds:0.0} s | {lasted.TotalSeconds:0.0} s | 1 |"));
        Assert.InRange(decided, least, s_most);
        Assert.InRange(lasted, decided, s_most);
        return journal.TakeWhile(entry => entry != ordered).Count(entry => entry.Input is Observed { Observation.Look: Look.Failed });
    }
}
