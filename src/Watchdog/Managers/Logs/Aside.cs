namespace Watchdog.Managers.Logs;

/// <summary>Asks what a disk that hangs could keep us waiting for: on a thread of its own, which may be lost, and nobody waits for it longer than a few seconds.</summary>
internal sealed class Aside(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>Null as well when it takes too long.</returns>
    public async Task<T?> AskAsync<T>(Func<CancellationToken, T?> ask, CancellationToken cancel)
        where T : class
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var token = either.Token;
        try
        {
            return await Task.Factory.StartNew(() => ask(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
