namespace Watchdog.Managers.Logs;

/// <summary>Asks what a disk that hangs could keep us waiting for: on a thread of its own, which may be lost, and nobody waits for it longer than a few seconds.</summary>
internal sealed class Aside(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Past its token, it has a moment to come back with what it has.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(300);

    /// <returns>Null as well when it takes too long.</returns>
    public async Task<T?> AskAsync<T>(Func<CancellationToken, T?> ask, CancellationToken cancel)
        where T : class
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var token = either.Token;
        var asked = Task.Factory.StartNew(() => ask(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await ((Task)asked).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!asked.IsCompleted) await ((Task)asked).WaitAsync(s_grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asked.IsCompleted) return await asked.ConfigureAwait(false);

        cancel.ThrowIfCancellationRequested();
        return null;
    }
}
