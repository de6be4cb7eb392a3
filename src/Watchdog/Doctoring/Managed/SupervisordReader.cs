using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Watchdog.Config;
using Watchdog.Config.Reading;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Doctoring.Managed;

/// <summary>Reads what a program of supervisord is set to: from itself, and what it does not tell from the file that it was started with.</summary>
internal sealed class SupervisordReader(UserReader users)
{
    private const int MostFiles = 256, MostBytes = 1 << 20;

    public async Task<ManagerSettings?> ReadAsync(SupervisordConfig program, SupervisordClient client, UserIds? user, CancellationToken cancel)
    {
        var told = await client.CallAsync("supervisor.getAllConfigInfo", [], Patience.Look, cancel).ConfigureAwait(false);
        if (ProgramTold.Of(told.Value, program.Program) is not { } one) return null;

        var settings = new ProgramSettings { Autostart = one.Autostart, StopSignal = one.StopSignal };
        // Over TCP it may be another machine's, and so may every path be.
        if (client.SocketPath is not { } socket) return settings;

        settings = settings with { Doors = [await ManagedPath.OfAsync("socket", socket, PathNeed.Write, user, cancel).ConfigureAwait(false)] };
        if ((await client.CallAsync("supervisor.getPID", [], Patience.Look, cancel).ConfigureAwait(false)).Value is not (long and > 0 and <= int.MaxValue and var pid)) return settings;

        return await Task.Run(() => WithFilesAsync(settings, one, (int)pid, cancel), CancellationToken.None).WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task<ProgramSettings> WithFilesAsync(ProgramSettings settings, ProgramTold one, int supervisord, CancellationToken cancel)
    {
        // One in a container has another root, where the same path is another file; and its process id may be another's here.
        if (FileId.Of($"/proc/{supervisord}/root") is not { } root || root != FileId.Of("/")) return settings;

        var runner = await users.OfAsync((one.Uid ?? OwnerOf(supervisord)).ToString(CultureInfo.InvariantCulture), cancel).ConfigureAwait(false);
        List<PathFact> paths = [];
        if (one.Program is { } program) paths.Add(new PathFact("command", program, PathNeed.Run, FileLook.Along(program), runner));
        if (one.Folder is { } folder) paths.Add(new PathFact("directory", folder, PathNeed.Enter, FileLook.Along(folder), runner));
        settings = settings with { Paths = [.. paths] };

        return ProgramFile.Find([.. Files(supervisord)], one) is { } found
            ? settings with { File = found.File, Section = found.Section, Autorestart = found.Settings.GetValueOrDefault("autorestart") }
            : settings;
    }

    /// <summary>Its file, and those that it includes, in the order of their names.</summary>
    private static IEnumerable<(string Path, string Text)> Files(int supervisord)
    {
        if (ProgramFile.PathIn(SmallFile.Read($"/proc/{supervisord}/cmdline") ?? "") is not { } main || Read(main) is not { } text) yield break;

        yield return (main, text);
        foreach (var pattern in ProgramFile.Includes(text, Path.GetDirectoryName(main) ?? "/"))
        {
            var folder = Path.GetDirectoryName(pattern)!;
            foreach (var name in Folder.Read(folder, MostFiles).Names.Order(StringComparer.Ordinal).Where(name => name[0] != '.' && FileSystemName.MatchesSimpleExpression(Path.GetFileName(pattern), name, ignoreCase: false)))
            {
                if (Read($"{folder}/{name}") is { } included) yield return ($"{folder}/{name}", included);
            }
        }
    }

    private static string? Read(string path) => BoundedFile.Read(path, MostBytes).Content is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static uint OwnerOf(int pid)
    {
        try
        {
            return Libc.OwnerOf($"/proc/{pid}");
        }
        catch (IOException)
        {
            return 0;       // it has ended meanwhile; mostly it was root's
        }
    }
}
