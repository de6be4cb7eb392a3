using System.Globalization;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Doctoring.Managed;

/// <summary>Looks into a service directory of runit or s6. Their programs are asked for nothing: it is all in files.</summary>
internal sealed class FolderReader(UserReader users)
{
    /// <summary>What sv opens for writing, by its source; what s6-svc does, which waits in the folder of events.</summary>
    private static readonly string[] s_runit = ["supervise/ok", "supervise/control"], s_s6 = ["supervise/control", "event"];

    public async Task<ManagerSettings> ReadAsync(ManagerConfig manager, UserIds? user, CancellationToken cancel)
    {
        var (folder, doors) = manager is S6Config s6 ? (s6.Service, s_s6) : (((RunitConfig)manager).Service, s_runit);
        return await Task.Run(() => LookAsync(folder.TrimEnd('/'), doors, user, cancel), CancellationToken.None).WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task<ManagerSettings> LookAsync(string folder, string[] doors, UserIds? user, CancellationToken cancel)
    {
        if (FileLook.Along(folder)[^1].State == FileState.Missing) return new FolderSettings { IsMissing = true };

        var supervise = FileLook.Along($"{folder}/supervise");
        var isSupervised = supervise[^1].State == FileState.There && supervise[^1].IsFolder;
        // Its supervisor has made it, and starts what is beside it.
        var supervisor = isSupervised ? await users.OfAsync(supervise[^1].Uid.ToString(CultureInfo.InvariantCulture), cancel).ConfigureAwait(false) : null;
        return new FolderSettings
        {
            HasDown = !IsOfS6Rc(folder) && FileLook.Along($"{folder}/down")[^1].State == FileState.There,
            DownSignal = SmallFile.Read($"{folder}/down-signal")?.Trim() ?? "",
            Doors = [.. doors.Select(door => Fact(door, PathNeed.Write, user))],
            Paths = [Fact("run", PathNeed.Run, supervisor)],
        };

        PathFact Fact(string name, PathNeed need, UserIds? reader) => new(name, $"{folder}/{name}", need, FileLook.Along($"{folder}/{name}"), reader);
    }

    /// <summary>There such a file says only that it is not, or not yet, up: what is started with the machine stands in s6-rc's own database.</summary>
    private static bool IsOfS6Rc(string folder)
    {
        try
        {
            return (new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder).Contains("/servicedirs/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;       // a loop of links, or gone meanwhile
        }
    }
}
