using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Doctoring.Checks;
using Watchdog.Doctoring.Managed;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Notify;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Web;
using Libc = Watchdog.Journal.Libc;

namespace Watchdog.Doctoring;

/// <summary>
/// Looks at everything that restarts depend on, and says what is wrong with it. It changes nothing, needs no daemon, and ends in time: what was not reached
/// by then is said.
/// </summary>
/// <param name="directories">Where the daemon keeps what outlives it; nothing is made there.</param>
/// <param name="daemon">Who holds the state; null for nobody.</param>
/// <param name="time">The clock.</param>
internal sealed class Doctor(Directories directories, LockHolder? daemon, TimeProvider time)
{
    /// <summary>Services looked at side by side.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(25), s_host = TimeSpan.FromSeconds(5);

    public async Task<DoctorReport> ExamineAsync(string? option, CancellationToken cancel)
    {
        var (path, problem) = ConfigLocator.Find(option);
        var read = path is null ? null : ConfigReader.Read(path, elsewhere: true);
        var configuration = read is null
            ? [Finding.Broken("configuration", problem, "sudo watchdog install writes a starter configuration")]
            : ConfigurationCheck.Judge(read).ToImmutableArray();

        await using var managers = new ManagerSet(ChildOptions.In(directories.State), time, NullLoggerFactory.Instance);
        using var late = new CancellationTokenSource(s_deadline, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var kernel = KernelFacts.OfThisMachine(time);
        var users = new UserReader(new ProcessRunner(time));
        var who = await OperatorAsync(new OperatorReader(managers, users), deadline.Token, cancel).ConfigureAwait(false);
        var host = HostAsync(read?.Config, who.User, kernel, deadline.Token);
        ImmutableArray<ServiceFacts> services = read?.Config is { } config
            ? await ServicesAsync(config, managers, users, who, kernel, deadline.Token, cancel).ConfigureAwait(false)
            : [];
        cancel.ThrowIfCancellationRequested();
        return Report(configuration, await host.ConfigureAwait(false), services, who.User, About(path, read?.Config, who.IsInstalledActive));
    }

    private async Task<OperatorReader.Found> OperatorAsync(OperatorReader reader, CancellationToken deadline, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadAsync(daemon, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return default;
        }
    }

    /// <summary>Null when a folder of ours lies on a disk that hangs: the thread is left behind.</summary>
    private async Task<HostFacts?> HostAsync(WatchdogConfig? config, UserIds? user, KernelFacts kernel, CancellationToken deadline)
    {
        try
        {
            var notifiers = NotifiersAsync(deadline);
            var facts = await Task.Run(() => HostReader.Read(config, directories, daemon, user, kernel, time), CancellationToken.None).WaitAsync(s_host, time, deadline).ConfigureAwait(false);
            return facts with { Notifiers = await notifiers.ConfigureAwait(false) };
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Nothing where no daemon answers: that is told elsewhere.</summary>
    private async Task<ImmutableArray<NotifierStatus>> NotifiersAsync(CancellationToken deadline)
    {
        using var client = new ControlClient(directories.ControlSocket, time);
        return (await client.StatusAsync(deadline).ConfigureAwait(false)).Value?.Daemon?.Notifiers ?? [];
    }

    private async Task<ImmutableArray<ServiceFacts>> ServicesAsync(
        WatchdogConfig config, ManagerSet managers, UserReader users, OperatorReader.Found who, KernelFacts kernel, CancellationToken deadline, CancellationToken cancel)
    {
        var (services, untold) = await OneShotServices.ExpandAsync(config, managers, time, NullLogger.Instance, cancel).ConfigureAwait(false);
        using var probes = new ProbeFactory(time);
        var places = new PlaceReader(probes, kernel);
        using var polkit = new PolkitReader(new ProcessRunner(time));
        var rivals = await RivalsAsync(config.Path, who.IsInstalledActive, deadline, cancel).ConfigureAwait(false);
        var reader = new ServiceReader(managers, new SettingsReader(users), new ManagerReader(managers, users, time), places, polkit, rivals, who, daemon is not null);

        var facts = new ServiceFacts[services.Count];
        await Parallel.ForAsync(0, services.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, _) =>
            facts[i] = await reader.ReadAsync(services[i], deadline).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. WithTwins(facts), .. config.Services.Where(service => IsWithoutInstance(service, services)).Select(template => Empty(template, untold))];
    }

    /// <summary>None where their files lie on a disk that hangs: the thread is left behind, and no service is looked at in time.</summary>
    private static async Task<RivalReader> RivalsAsync(string config, bool isInstalledActive, CancellationToken deadline, CancellationToken cancel)
    {
        try
        {
            return await Task.Run(() => RivalReader.Read(config, isInstalledActive), CancellationToken.None).WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new RivalReader([], [], "");
        }
    }

    private static bool IsWithoutInstance(ServiceConfig service, IReadOnlyList<ServiceConfig> services) =>
        service.Manager is SystemdConfig { IsGlob: true } && !services.Any(one => ServiceConfig.IsOf(service.Name, one.Name));

    private static ServiceFacts Empty(ServiceConfig template, IReadOnlyList<string> untold) => new(template)
    {
        Unseen = untold.Contains(((SystemdConfig)template.Manager).Unit)
            ? new Reason("bus-timeout", "the units that a pattern stands for cannot be listed")
            : new Reason("no-instances", "no unit that its pattern stands for runs now"),
    };

    private static IEnumerable<ServiceFacts> WithTwins(ServiceFacts[] services) => services.Select(one => one with
    {
        Twins = [.. services.Where(one.IsTwinOf).Select(other => other.Service.Name)],
    });

    private static DoctorReport Report(
        ImmutableArray<Finding> configuration, HostFacts? host, ImmutableArray<ServiceFacts> services, UserIds? user, ImmutableArray<string> about)
    {
        var unseen = services.Where(facts => facts.Unseen.Code is not null).Select(facts => (facts.Service.Manager as SystemdConfig, facts.Unseen))
            .Where(one => one.Item1 is not null).Select(one => (one.Item1!.Scope, one.Unseen));
        Finding[] all =
        [
            .. configuration, .. BusCheck.Judge(unseen, Libc.UserId == 0), .. MachineChecks.Judge(host), .. PrivilegesUnknown.Judge(services, user, Libc.UserId == 0),
            .. services.SelectMany(ServiceChecks.Judge),
        ];

        // The configuration itself, the bus, and what could not be asked of polkit.
        var checks = 3 + MachineChecks.All.Length + (services.Length * ServiceChecks.All.Length);
        return new DoctorReport([.. all.OrderBy(finding => finding.Service is not null)], checks, about);
    }

    private ImmutableArray<string> About(string? path, WatchdogConfig? config, bool isInstalledActive)
    {
        var keeper = daemon is null ? isInstalledActive ? "the installed watchdog runs, as a user whose state is not ours to read" : "no daemon runs" : $"{daemon}{(daemon.Pid > 0 && CgroupPath.UnitOf(ProcessFacts.CgroupOf(daemon.Pid) ?? "") is { } unit ? $", of {unit}" : "")}";
        return
        [
            path is null ? "no configuration" : $"{path}: {config?.Services.Length ?? 0} {(config?.Services.Length == 1 ? "service" : "services")}",
            $"looked at as {Environment.UserName}, under {Surroundings.Detect()}; {keeper}",
            .. config is { Notifiers.IsEmpty: true } ? (string[])["nobody is told: the configuration has no \"notifiers\", so what happens stands in the log and the journal alone"] : [],
        ];
    }
}
