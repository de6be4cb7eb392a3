using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Watchdog.TestServer;

/// <summary>What the threads share.</summary>
internal sealed class Server(Options options)
{
    /// <summary>How often a thread that waits looks again.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private static readonly SemaphoreSlim s_held = new(1);

    private volatile Mode? _mode;
    private long _accepted;

    public Options Options => options;

    /// <summary>Whether the control file has been read.</summary>
    public bool IsReady => _mode is not null;

    public Mode Mode
    {
        get => _mode ?? throw new InvalidOperationException("the control file has not been read");
        set => _mode = value;
    }

    /// <summary>What the counter says.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Held by the one request that is answered in <c>slow-single</c>.</summary>
    public Lock Turn { get; } = new();

    public ConcurrentDictionary<Socket, byte> Connections { get; } = [];

    /// <summary>Local ports of the clients that the server itself made.</summary>
    public ConcurrentDictionary<int, byte> WorkerPorts { get; } = [];

    public void Count() => Interlocked.Increment(ref _accepted);

    /// <summary>Takes the lock that a deadlock is about, and never gives it back: the first call returns, every later one sleeps for ever.</summary>
    public static void TakeHeldLock() => s_held.Wait();
}
