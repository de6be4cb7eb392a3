using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>The log of a manager that keeps none, or none that we know of.</summary>
internal sealed class NoLog(string why) : IServiceLog
{
    public Task<LogSince> MarkAsync(CancellationToken cancel) => Task.FromResult(LogRead.Never(new Reason("no-log", why)));

    public Task<LogRead> TailAsync(int most, DateTimeOffset? since, CancellationToken cancel) => Task.FromResult(LogRead.NotSeen("no-log", why));
}
