namespace Watchdog.Probes;

/// <summary>The one deadline of a look, from its start through its last byte, which a shutdown cuts short.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource expiry;
    private readonly CancellationTokenRegistration onShutdown;
    private readonly CancellationToken shutdown;
    private readonly TimeProvider time;
    private readonly long start;

    public Deadline(TimeSpan timeout, TimeProvider time, CancellationToken shutdown)
    {
        Timeout = timeout;
        this.time = time;
        this.shutdown = shutdown;
        start = time.GetTimestamp();
        expiry = new CancellationTokenSource(timeout, time);
        onShutdown = shutdown.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), expiry);
    }

    public TimeSpan Timeout { get; }

    public TimeProvider Time => time;

    /// <summary>Cancelled when the time is over or we shut down.</summary>
    public CancellationToken Token => expiry.Token;

    public bool IsOver => expiry.IsCancellationRequested;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>A shutdown is no observation: it is the one thing that a look may throw for.</summary>
    public void ThrowIfShutdown() => shutdown.ThrowIfCancellationRequested();

    /// <summary>An equal share of the time left, for one of several attempts.</summary>
    public Deadline Share(int attempts)
    {
        var left = Timeout - Elapsed;
        return new Deadline(left > TimeSpan.Zero ? left / attempts : TimeSpan.Zero, time, Token);
    }

    public void Dispose()
    {
        onShutdown.Dispose();
        expiry.Dispose();
    }
}
