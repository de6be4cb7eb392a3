namespace Watchdog.Supervision;

/// <summary>
/// Tells that the configuration file may have changed. The folder is watched, not the file: editors replace files by rename. Several events of
/// one save become one. What no event tells of (the file that a link leads to, a folder that was replaced, a network's) is found by looking.
/// </summary>
internal sealed class ConfigWatcher : IDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer _settled;
    private readonly ITimer _looking;
    private (DateTime, long) _seen;

    public ConfigWatcher(string path, TimeProvider time, ILogger log, Action changed)
    {
        _path = Path.GetFullPath(path);
        _seen = Look();
        _settled = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _looking = time.CreateTimer(_ => Compare(), null, s_lookEvery, s_lookEvery);
        try
        {
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path))
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watcher.Changed += (_, _) => Soon();
            _watcher.Created += (_, _) => Soon();
            _watcher.Renamed += (_, _) => Soon();
            _watcher.Error += (_, _) => Soon();     // events were lost: look
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Log.ConfigNotWatched(log, path, denied.Message);        // no inotify instance left
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _looking.Dispose();
        _settled.Dispose();
    }

    private void Soon()
    {
        _seen = Look();
        _settled.Change(s_settle, Timeout.InfiniteTimeSpan);
    }

    private void Compare()
    {
        if (Look() != _seen) Soon();
    }

    /// <summary>The file that is read in the end, links followed; nothing while there is none or it is out of reach.</summary>
    private (DateTime, long) Look()
    {
        try
        {
            var file = new FileInfo(_path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
