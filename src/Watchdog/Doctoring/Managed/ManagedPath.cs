using Watchdog.Kernel;

namespace Watchdog.Doctoring.Managed;

/// <summary>Looks at a path. Behind it may lie a dead network disk: the thread is left behind then.</summary>
internal static class ManagedPath
{
    public static Task<PathFact> OfAsync(string setting, string path, PathNeed need, UserIds? reader, CancellationToken cancel) =>
        Task.Run(() => new PathFact(setting, path, need, FileLook.Along(path), reader), CancellationToken.None).WaitAsync(cancel);
}
