using System.Globalization;
using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Managers;
using Libc = Watchdog.Journal.Libc;

namespace Watchdog.Doctoring;

/// <summary>Who runs the watchdog: the daemon that runs now, else the installed one, else we would.</summary>
internal sealed class OperatorReader(ManagerSet managers, UserReader users)
{
    /// <param name="User">Null where that cannot be known.</param>
    /// <param name="IsInstalledActive">Whether the installed daemon, or its timer, runs.</param>
    /// <param name="IsKnown">Whether a daemon that runs or is installed says so: else it is only us who would.</param>
    internal readonly record struct Found(UserIds? User, bool IsInstalledActive, bool IsKnown);

    public async Task<Found> ReadAsync(LockHolder? daemon, CancellationToken cancel)
    {
        var installed = await InstalledUserAsync(cancel).ConfigureAwait(false);
        var isActive = installed is not null && await IsActiveAsync(cancel).ConfigureAwait(false);
        var known = OwnerOf(daemon) ?? installed?.Name;
        var user = await users.OfAsync(known ?? Libc.UserId.ToString(CultureInfo.InvariantCulture), cancel).ConfigureAwait(false);
        // What the unit adds to the groups that its user has anyway opens sockets as well (SupplementaryGroups=docker).
        if (user is not null && installed is { Groups: { Length: > 0 } groups } && user.Uid == (await users.OfAsync(installed.Value.Name, cancel).ConfigureAwait(false))?.Uid)
            user = user with { Groups = [.. user.Groups, .. await users.GroupsAsync(groups, cancel).ConfigureAwait(false)] };
        return new Found(user, isActive, known is not null);
    }

    private async Task<(string Name, string[] Groups)?> InstalledUserAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return null;

        // Whoever keeps a user's own services is that user.
        var system = managers.Systemd(SystemdScope.System);
        return await SettingsReader.UserOfAsync(system, Layout.DaemonUnit, cancel).ConfigureAwait(false)
            ?? await SettingsReader.UserOfAsync(system, Layout.CheckUnit, cancel).ConfigureAwait(false);
    }

    private async Task<bool> IsActiveAsync(CancellationToken cancel)
    {
        foreach (var unit in (string[])[Layout.DaemonUnit, Layout.TimerUnit])
        {
            if ((await managers.Systemd(SystemdScope.System).Unit(unit).LookAsync(cancel).ConfigureAwait(false)).Status?.State == UnitState.Active) return true;
        }

        return false;
    }

    private static string? OwnerOf(LockHolder? daemon)
    {
        try
        {
            return daemon is { Pid: > 0 } ? Libc.OwnerOf($"/proc/{daemon.Pid}").ToString(CultureInfo.InvariantCulture) : null;
        }
        catch (IOException)
        {
            return null;        // it has ended meanwhile
        }
    }
}
