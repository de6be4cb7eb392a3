using Watchdog.Kernel;
using Watchdog.Managers.Driven;

namespace Watchdog.Managers.Logs;

/// <summary>
/// The files of the logger that runit or s6 runs beside a service: svlogd, s6-log and multilog each write to a file <c>current</c> of a folder, wherever that is;
/// what the logger's process has open tells.
/// </summary>
/// <param name="logger">The service <c>log</c> in the folder of the service.</param>
internal sealed class LoggerOutput(IDriver logger)
{
    /// <summary>A logger has a handful.</summary>
    private const int MostOpen = 256;

    private const string Current = "/current";

    public async Task<LogPlaces> FindAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(logger.Name)) return LogPlaces.None("no-log", $"there is no {logger.Name}, so where it writes to is not known, and no line of it was searched");

        var look = await logger.LookAsync(cancel).ConfigureAwait(false);
        if (look.Status is not { MainPid: > 0 and var pid }) return LogPlaces.None("log-unseen", $"its logger ({logger.Name}) {Why(look)}, so no line of its log was searched");

        var folder = $"/proc/{pid}/fd";
        var open = Folder.Read(folder, MostOpen);
        if (open.Denied) return LogPlaces.None("log-unseen", $"where its logger ({logger.Name}) writes to may not be seen: run this as root to have its log searched");

        string[] files = [.. open.Names.Select(name => new FileInfo($"{folder}/{name}").LinkTarget).OfType<string>().Where(static path => path.EndsWith(Current, StringComparison.Ordinal))];
        return files.Length > 0
            ? new LogPlaces([.. files])
            : LogPlaces.None("no-log", $"its logger ({logger.Name}) has no file \"current\" open, as svlogd, s6-log and multilog have, so no line of its log was searched");
    }

    private static string Why(UnitLook look) => look.Status is { } status ? $"does not run ({status.SubState})" : $"could not be asked: {look.Unseen.Sentence}";
}
