using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Supervision;

namespace Watchdog.Drilling;

/// <summary>What a drill works with: the same parts as the daemon's, and the service's log.</summary>
/// <param name="Service">As configured.</param>
/// <param name="Unit">As its manager sees it.</param>
/// <param name="Looker">Its checks.</param>
/// <param name="Log">What it writes.</param>
/// <param name="Processes">Whose they are.</param>
/// <param name="Clock">The clock.</param>
internal sealed record DrillParts(ServiceConfig Service, IManagedUnit Unit, Looker Looker, IServiceLog Log, UnitProcesses Processes, Clock Clock)
{
    private static readonly TimeSpan s_lookDeadline = TimeSpan.FromSeconds(10);

    public TimeSpan Now => Clock.Now.Uptime;

    /// <summary>Asks the manager; a manager that ignores its own deadline is not waited for.</summary>
    public async Task<UnitLook> LookAsync()
    {
        using var late = new CancellationTokenSource(s_lookDeadline, Clock.Time);
        try
        {
            return await Unit.LookAsync(late.Token).AsTask().WaitAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return UnitLook.NotSeen("manager-silent", $"the manager of {Unit.Name} does not answer");
        }
    }

    /// <summary>In bytes; null where it cannot be read.</summary>
    public async Task<long?> MemoryAsync()
    {
        var source = Service.Checks.Select(check => check.Target).OfType<MemoryTarget>().FirstOrDefault()?.Source ?? MemorySource.WorkingSet;
        using var late = new CancellationTokenSource(s_lookDeadline, Clock.Time);
        try
        {
            return (await Unit.ReadMemoryAsync(source, late.Token).AsTask().WaitAsync(late.Token).ConfigureAwait(false)).Bytes;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
