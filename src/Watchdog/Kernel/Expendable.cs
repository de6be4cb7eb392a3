using System.Threading.Channels;

namespace Watchdog.Kernel;

/// <summary>
/// Does what can block for ever (some files of a stuck process take its memory lock, a dead network disk answers nobody) on a thread that may be lost. While as many
/// are lost as may be, no other is started: the answer is then none, at once.
/// </summary>
/// <param name="name">Of the threads.</param>
/// <param name="time">For deadlines.</param>
/// <param name="most">How many may be at it, and so be lost, at a time.</param>
internal sealed class Expendable(string name, TimeProvider time, int most = 1)
{
    private readonly Channel<bool> _turns = Full(most);
    private int _lost;

    /// <summary>Throws what <paramref name="read"/> throws, and for <paramref name="cancel"/>.</summary>
    /// <param name="read">Runs on a thread with a small stack.</param>
    /// <param name="deadline">For its turn, and then for the answer.</param>
    /// <param name="cancel">Gives it up as well.</param>
    /// <returns>Null also when it does not answer in time.</returns>
    public async ValueTask<T?> AskAsync<T>(Func<T?> read, TimeSpan deadline, CancellationToken cancel)
        where T : class
    {
        if (Volatile.Read(ref _lost) >= most || !await HasTurnAsync(deadline, cancel).ConfigureAwait(false)) return null;

        var job = new Job<T>(this, read);
        new Thread(job.Run, maxStackSize: 256 << 10) { IsBackground = true, Name = name }.Start();
        try
        {
            return await job.Done.WaitAsync(deadline, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            job.GiveUp();
            return null;
        }
        catch (OperationCanceledException)
        {
            job.GiveUp();
            throw;
        }
    }

    private static Channel<bool> Full(int turns)
    {
        var channel = Channel.CreateBounded<bool>(turns);
        for (var i = 0; i < turns; i++) channel.Writer.TryWrite(true);
        return channel;
    }

    private async ValueTask<bool> HasTurnAsync(TimeSpan deadline, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await _turns.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed class Job<T>(Expendable owner, Func<T?> read)
    {
        private const int Running = 0, Lost = 1, Ended = 2;

        private readonly TaskCompletionSource<T?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _state = Running;

        public Task<T?> Done => _done.Task;

        public void GiveUp()
        {
            if (Interlocked.CompareExchange(ref _state, Lost, Running) == Running) Interlocked.Increment(ref owner._lost);
            // Nobody waits for it any more: what it may still throw is nobody's.
            _ = _done.Task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        public void Run()
        {
            T? answer = default;
            Exception? failure = null;
            try
            {
                answer = read();
            }
            // On a bare thread it would end the daemon.
            catch (Exception e)
            {
                failure = e;
            }

            if (Interlocked.Exchange(ref _state, Ended) == Lost) Interlocked.Decrement(ref owner._lost);
            owner._turns.Writer.TryWrite(true);
            if (failure is null) _done.SetResult(answer);
            else _done.SetException(failure);
        }
    }
}
