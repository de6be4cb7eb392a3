using Watchdog.Kernel;

namespace Watchdog.Managers.Driven;

/// <summary>
/// Whether a process id that a manager tells is one of this machine: it may be another machine's, or a container's own count. And when a run began on our
/// clock that the manager dates on its own.
/// </summary>
internal sealed class LocalProcess(TimeProvider time)
{
    /// <summary>Managers round to seconds, and date a start a little later than the kernel does.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(5);

    private volatile Known? _known;
    private volatile Began? _began;

    /// <param name="pid">As the manager tells it.</param>
    /// <param name="run">The manager's name for the run: it is asked once for each, since a wall clock may be set meanwhile.</param>
    /// <param name="age">How long it runs, as the manager tells it.</param>
    public bool Is(int pid, string run, TimeSpan age)
    {
        if (_known is { } known && known.Run == run) return known.IsLocal;

        var isLocal = ProcessIdentity.OfLiving(pid) is { } process && (time.GetElapsedTime(0) - process.StartedAt(time) - age).Duration() <= s_apart;
        _known = new Known(run, isLocal);
        return isLocal;
    }

    /// <summary>Since boot; the same for a run whenever it is asked.</summary>
    public TimeSpan StartOf(string run, TimeSpan age)
    {
        if (_began is { } began && began.Run == run) return began.At;

        var now = time.GetElapsedTime(0);
        var at = age < now ? now - age : TimeSpan.Zero;
        _began = new Began(run, at);
        return at;
    }

    private sealed record Known(string Run, bool IsLocal);

    private sealed record Began(string Run, TimeSpan At);
}
