using Watchdog.Core;

namespace Watchdog.Managers.Driven;

/// <summary>
/// The order of a service that is under way: one at most, whichever loop gave it. It is carried out to its end whatever becomes of that loop, since a restart
/// that is cut short leaves the service down; its driver's own deadlines bound it.
/// </summary>
internal sealed class OneOrder
{
    private volatile string? _job;
    private volatile Task _ended = Task.CompletedTask;

    /// <summary>What is under way, named as managers name their jobs; null when nothing is.</summary>
    public string? Job => _job;

    /// <summary>Completes with the order that is under way, and never fails.</summary>
    public Task Ended => _ended;

    /// <returns>Its outcome to wait for; null when another is under way.</returns>
    public Task<RestartOutcome>? TryBegin(Intent intent, Func<Task<RestartOutcome>> carryOut)
    {
        var job = intent == Intent.EnsureUp ? "a start of ours" : "a restart of ours";
        if (Interlocked.CompareExchange(ref _job, job, null) is not null) return null;

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended = ended.Task;
        return RunAsync(carryOut, ended);
    }

    private async Task<RestartOutcome> RunAsync(Func<Task<RestartOutcome>> carryOut, TaskCompletionSource ended)
    {
        try
        {
            return await carryOut().ConfigureAwait(false);
        }
        finally
        {
            _job = null;
            ended.SetResult();
        }
    }
}
