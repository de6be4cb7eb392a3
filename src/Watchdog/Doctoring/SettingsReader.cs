using System.Collections.Frozen;
using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Systemd;

namespace Watchdog.Doctoring;

/// <summary>Reads what a unit of systemd is set to, in one call, and what lies at the paths that it names.</summary>
internal sealed class SettingsReader(UserReader users)
{
    private static readonly FrozenSet<string> s_wanted = FrozenSet.Create(
        "Id", "LoadState", "Type", "Restart", "KillMode", "PIDFile", "NotifyAccess", "MemoryMax", "WatchdogUSec", "WatchdogTimestampMonotonic", "ActiveEnterTimestampMonotonic",
        "NeedDaemonReload", "User", "Group", "SupplementaryGroups", "DynamicUser", "RootDirectory", "RootImage", "EnvironmentFiles", "WorkingDirectory", "ReadWritePaths", "ExecStartPre", "ExecStart",
        "StateDirectory", "CacheDirectory", "LogsDirectory", "RuntimeDirectory", "ConfigurationDirectory");

    private const int MostInside = 1024;

    /// <summary>What systemd makes itself before the start; of a user's manager these lie in the home folder, where nothing is missed.</summary>
    private static readonly (string Setting, string Below)[] s_made =
        [("StateDirectory", "/var/lib"), ("CacheDirectory", "/var/cache"), ("LogsDirectory", "/var/log"), ("RuntimeDirectory", "/run"), ("ConfigurationDirectory", "/etc")];

    /// <summary>A notification that comes with READY=1 is none of a service that goes on notifying.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMilliseconds(100);

    /// <returns>Null with the error when systemd does not tell.</returns>
    public async Task<(UnitSettings? Settings, BusError? Error)> ReadAsync(SystemdManager manager, string unit, UnitStatus status, CancellationToken cancel)
    {
        var (read, error) = await PropertiesAsync(manager, unit, cancel).ConfigureAwait(false);
        if (read is null) return (null, error);

        var active = status.State is UnitState.Active or UnitState.Reloading ? read.Duration("ActiveEnterTimestampMonotonic") : null;
        return (new UnitSettings
        {
            Unit = read.Text("Id") is { Length: > 0 } id ? id : unit,
            Scope = manager.Scope,
            Status = status,
            Type = read.Text("Type"),
            Restart = read.Text("Restart"),
            KillMode = read.Text("KillMode"),
            PidFile = read.Text("PIDFile"),
            NotifyAccess = read.Text("NotifyAccess"),
            MemoryMax = read.Limited("MemoryMax") is { } max and > 0 and < long.MaxValue ? (long)max : null,
            Watchdog = read.Duration("WatchdogUSec") is { } period && period > TimeSpan.Zero ? period : null,
            ActiveFor = manager.Uptime - active,
            HasNotified = read.Duration("WatchdogTimestampMonotonic") > active + s_start,
            NeedsReload = read.Number("NeedDaemonReload") != 0,
            User = read.Text("User"),
            Unknown = await UnknownAsync(manager, read, cancel).ConfigureAwait(false),
            Paths = await PathsAsync(manager, read, cancel).ConfigureAwait(false),
        }, null);
    }

    /// <summary>The User= of a unit, empty for root, and its further groups; null when there is no such unit or systemd does not answer.</summary>
    public static async Task<(string Name, string[] Groups)?> UserOfAsync(SystemdManager manager, string unit, CancellationToken cancel)
    {
        var (read, _) = await PropertiesAsync(manager, unit, cancel).ConfigureAwait(false);
        return read?.Text("LoadState") == "loaded" ? (read.Text("User"), GroupsOf(read)) : null;
    }

    private static async Task<(UnitProperties? Read, BusError? Error)> PropertiesAsync(SystemdManager manager, string unit, CancellationToken cancel)
    {
        var reply = await manager.UnitAsync(BusMatches.UnitPath(unit), static message => UnitProperties.Read(message, s_wanted), cancel).ConfigureAwait(false);
        return (reply.Error is null ? reply.Value : null, reply.Error);
    }

    private async Task<ImmutableArray<PathFact>> PathsAsync(SystemdManager manager, UnitProperties read, CancellationToken cancel)
    {
        // Behind a root of its own the same path is another file.
        if (read.Text("RootDirectory").Length > 0 || read.Text("RootImage").Length > 0) return [];

        var reader = await ReaderAsync(manager, read, cancel).ConfigureAwait(false);
        var made = s_made.SelectMany(kind => read.Names(kind.Setting).Select(name => $"{kind.Below}/{name}")).ToArray();
        // Behind a path may lie a dead network disk: the thread is left behind then.
        return await Task.Run(() => Named(read).Where(named => !made.Any(folder => IsWithin(named.Path, folder)))
            .Select(named => new PathFact(named.Setting, named.Path, named.Need, FileLook.Along(named.Path), reader) { Inside = named.Need == PathNeed.Write ? Inside(named.Path) : null }).ToImmutableArray(), CancellationToken.None)
            .WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Of a folder with more than can be looked at, one stands for what was not seen.</summary>
    private static ImmutableArray<FileLook>? Inside(string path)
    {
        if (!Directory.Exists(path)) return null;

        var names = Folder.Read(path, MostInside).Names;
        return names.Count < MostInside ? [.. names.Select(name => FileLook.Along($"{path}/{name}")[^1])] : [new FileLook(FileState.Unseen)];
    }

    /// <summary>Those that must be there: a leading dash or its flag allows that they are not.</summary>
    private static IEnumerable<(string Setting, string Path, PathNeed Need)> Named(UnitProperties read)
    {
        foreach (var (path, optional) in read.Files("EnvironmentFiles"))
        {
            if (!optional && IsPlain(path)) yield return ("EnvironmentFile", path, PathNeed.Exists);
        }

        if (IsPlain(read.Text("WorkingDirectory"))) yield return ("WorkingDirectory", read.Text("WorkingDirectory"), PathNeed.Enter);
        foreach (var path in read.Names("ReadWritePaths"))
        {
            if (IsPlain(path)) yield return ("ReadWritePaths", path, PathNeed.Write);
        }

        // Whether it may be run is not known: with a + before it, it is run as root.
        foreach (var (path, ignored) in read.Files("ExecStartPre"))
        {
            if (!ignored && path.StartsWith('/')) yield return ("ExecStartPre", path, PathNeed.Exists);
        }

        foreach (var (path, ignored) in read.Files("ExecStart"))
        {
            if (!ignored && path.StartsWith('/')) yield return ("ExecStart", path, PathNeed.Run);
        }
    }

    /// <summary>A user's manager sets none of them, and with DynamicUser they need not be there.</summary>
    private async Task<ImmutableArray<(string Setting, string Name)>> UnknownAsync(SystemdManager manager, UnitProperties read, CancellationToken cancel)
    {
        if (manager.Scope == Config.SystemdScope.User || read.Number("DynamicUser") != 0) return [];

        var unknown = ImmutableArray.CreateBuilder<(string, string)>();
        (string Setting, string Database, string[] Names)[] all = [("User", "passwd", [read.Text("User")]), ("Group", "group", [read.Text("Group")]), ("SupplementaryGroups", "group", read.Names("SupplementaryGroups"))];
        foreach (var (setting, database, names) in all)
        {
            foreach (var name in names)
            {
                if (name.Length > 0 && await users.IsUnknownAsync(database, name, cancel).ConfigureAwait(false)) unknown.Add((setting, name));
            }
        }

        return unknown.ToImmutable();
    }

    /// <summary>Null where it is not known yet (DynamicUser), or cannot be found out.</summary>
    private async Task<UserIds?> ReaderAsync(SystemdManager manager, UnitProperties read, CancellationToken cancel)
    {
        if (read.Number("DynamicUser") != 0) return null;

        var own = manager.Scope == Config.SystemdScope.User ? Environment.UserName : "";
        var user = await users.OfAsync(read.Text("User") is { Length: > 0 } set ? set : own, cancel).ConfigureAwait(false);
        if (user is null) return null;

        return user with { Groups = [.. user.Groups, .. await users.GroupsAsync(GroupsOf(read), cancel).ConfigureAwait(false)] };
    }

    private static string[] GroupsOf(UnitProperties read) => [.. read.Names("SupplementaryGroups"), .. read.Text("Group") is { Length: > 0 } group ? (string[])[group] : []];

    /// <summary>An absolute path without a pattern.</summary>
    private static bool IsPlain(string path) => path.StartsWith('/') && path.AsSpan().IndexOfAny('*', '?', '[') < 0;

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
