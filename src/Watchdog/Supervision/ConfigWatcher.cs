
namespace Watchdog.Supervision;

/// <summary>
/// Tells that the configuration file may have changed. The folder is watched, not the file: editors replace files by rename. Several events of
/// one save become one.
/// </summary>
internal sealed class ConfigWatcher : IDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);

    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer _timer;

    public ConfigWatcher(string path, TimeProvider time, ILogger log, Action changed)
    {
        _timer = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            var full = Path.GetFullPath(path);
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(full)!, Path.GetFileName(full))
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
            Log.ConfigNotWatched(log, path, denied.Message);        // no inotify instance left: SIGHUP and `watchdog reload` still work
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _timer.Dispose();
    }

    private void Soon() => _timer.Change(s_settle, Timeout.InfiniteTimeSpan);
}
