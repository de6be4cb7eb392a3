using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring.Managed;
using Watchdog.Managers;
using Libc = Watchdog.Journal.Libc;

namespace Watchdog.Doctoring;

/// <summary>Finds out all about one service: its manager's part by the kind of manager, then its places.</summary>
internal sealed class ServiceReader(ManagerSet managers, SettingsReader settings, ManagerReader others, PlaceReader places, PolkitReader polkit, RivalReader rivals, OperatorReader.Found who, bool isDaemonRunning)
{
    /// <summary>Never throws: what could not be had by the time <paramref name="deadline"/> is cancelled is said.</summary>
    /// <param name="service">Which.</param>
    /// <param name="deadline">Of the whole examination.</param>
    public async Task<ServiceFacts> ReadAsync(ServiceConfig service, CancellationToken deadline)
    {
        var facts = new ServiceFacts(service) { Operator = who.User, IsOperatorKnown = who.IsKnown, IsOperatorUs = who.User?.Uid == Libc.UserId };
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
        _ => WithSettingsAsync(facts, cancel),
    };

    private async Task<ServiceFacts> WithSettingsAsync(ServiceFacts facts, CancellationToken cancel)
    {
        // A child of the daemon's is not ours to see, and was started nowhere else.
        if (facts.Service.Manager is ProcessConfig) facts = isDaemonRunning ? facts : facts with { Unseen = new Reason("no-daemon", "it is a child of the daemon, and none runs") };
        else facts = await WithStatusAsync(facts, cancel).ConfigureAwait(false);
        return facts with { Settings = await others.ReadAsync(facts.Service.Manager, who, cancel).ConfigureAwait(false), Rivals = rivals.Of(facts.Service.Manager) };
    }

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
        if (systemd.Scope == SystemdScope.User || who.User is { Uid: 0 } || unit.Status.State == UnitState.NotFound) return PrivilegeFacts.NotNeeded;
        if (who.User is not { } user) return new PrivilegeFacts("", [], "who runs the watchdog cannot be found out");
        return Libc.UserId != 0 ? new PrivilegeFacts(user.Name, [], "only root may ask polkit about a unit") : await polkit.AskAsync(user, unit.Unit, cancel).ConfigureAwait(false);
    }

    private IManagedUnit UnitOf(ServiceConfig service) => service.Manager is ProcessConfig ? new UnsupportedUnit(service.Name, "") : managers.UnitOf(service);
}
