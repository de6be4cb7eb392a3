using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Libc = Watchdog.Journal.Libc;

namespace Watchdog.Doctoring;

/// <summary>Finds out all about one service: its manager's part by the kind of manager, then its places.</summary>
internal sealed class ServiceReader(ManagerSet managers, SettingsReader settings, PlaceReader places, PolkitReader polkit, RivalReader rivals, UserIds? @operator, bool isDaemonRunning)
{
    /// <summary>Never throws: what could not be had by the time <paramref name="deadline"/> is cancelled is said.</summary>
    /// <param name="service">Which.</param>
    /// <param name="deadline">Of the whole examination.</param>
    public async Task<ServiceFacts> ReadAsync(ServiceConfig service, CancellationToken deadline)
    {
        var facts = new ServiceFacts(service);
        var asked = new List<PlaceFacts>();
        try
        {
            facts = await WithManagerAsync(facts, deadline).ConfigureAwait(false);
            if (service.Manager is not ProcessConfig || isDaemonRunning) await places.ReadAsync(service, UnitOf(service), facts.Status, asked, deadline).ConfigureAwait(false);
            return facts with { Places = [.. asked] };
        }
        catch (OperationCanceledException)
        {
            return facts with { Places = [.. asked], NotLooked = "not all of it could be looked at in time" };
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // The others are examined all the same.
            return facts with { Places = [.. asked], NotLooked = $"looking at it failed with {bug.GetType().Name}: {service.Secrets.Hide(Words.Line(bug.Message))}. This is a bug, please report it" };
        }
    }

    private Task<ServiceFacts> WithManagerAsync(ServiceFacts facts, CancellationToken cancel) => facts.Service.Manager switch
    {
        SystemdConfig systemd => WithUnitAsync(facts, systemd, cancel),
        // Its child is not ours to see, and was started nowhere else.
        ProcessConfig => Task.FromResult(isDaemonRunning ? facts : facts with { Unseen = new Reason("no-daemon", "it is a child of the daemon, and none runs") }),
        _ => WithStatusAsync(facts, cancel),
    };

    private async Task<ServiceFacts> WithStatusAsync(ServiceFacts facts, CancellationToken cancel)
    {
        var look = await UnitOf(facts.Service).LookAsync(cancel).ConfigureAwait(false);
        return facts with { Status = look.Status, Unseen = look.Unseen };
    }

    private async Task<ServiceFacts> WithUnitAsync(ServiceFacts facts, SystemdConfig systemd, CancellationToken cancel)
    {
        facts = await WithStatusAsync(facts, cancel).ConfigureAwait(false);
        if (facts.Status is not { } status) return facts;

        var (unit, error) = await settings.ReadAsync(managers.Systemd(systemd.Scope), systemd.Unit, status, cancel).ConfigureAwait(false);
        if (unit is null) return facts with { Status = null, Unseen = new Reason(error!.Code, error.Message) };

        return facts with { Unit = unit, Rivals = rivals.Of(systemd, unit.Unit), Privileges = await PrivilegesAsync(systemd, unit, cancel).ConfigureAwait(false) };
    }

    private async Task<PrivilegeFacts> PrivilegesAsync(SystemdConfig systemd, UnitSettings unit, CancellationToken cancel)
    {
        // Root needs no leave, nor does a user at the own manager.
        if (systemd.Scope == SystemdScope.User || @operator is { Uid: 0 } || unit.Status.State == UnitState.NotFound) return PrivilegeFacts.NotNeeded;
        if (@operator is not { } user) return new PrivilegeFacts("", [], "who runs the watchdog cannot be found out");
        return Libc.UserId != 0 ? new PrivilegeFacts(user.Name, [], "only root may ask polkit about a unit") : await polkit.AskAsync(user, unit.Unit, cancel).ConfigureAwait(false);
    }

    private IManagedUnit UnitOf(ServiceConfig service) => service.Manager is ProcessConfig ? new UnsupportedUnit(service.Name, "") : managers.UnitOf(service);
}
