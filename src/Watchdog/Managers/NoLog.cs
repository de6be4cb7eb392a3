namespace Watchdog.Managers;

/// <summary>The log of a manager that keeps none, or none that we know of.</summary>
internal sealed class NoLog(string why) : IServiceLog
{
    public Task<string?> MarkAsync(CancellationToken cancel) => Task.FromResult<string?>(null);

    public Task<LogRead> SinceAsync(string? mark, CancellationToken cancel) => Task.FromResult(LogRead.NotSeen("no-log", why));
}
