using System.Collections.Immutable;

namespace Watchdog.Managers.Systemd;

/// <summary>Those who wait for the end of a job that they are about to ask for. Few at a time, and none of them holds the bus thread.</summary>
internal sealed class JobWaits
{
    private ImmutableArray<JobWait> _waits = [];

    /// <summary>Before asking: a job may end before its path has come back.</summary>
    public JobWait Begin()
    {
        var wait = new JobWait(this);
        ImmutableInterlocked.Update(ref _waits, static (all, one) => all.Add(one), wait);
        return wait;
    }

    public void End(JobWait wait) => ImmutableInterlocked.Update(ref _waits, static (all, one) => all.Remove(one), wait);

    public void Ended(string job, string result)
    {
        foreach (var wait in _waits) wait.Ended(job, result);
    }

    public void Lost()
    {
        foreach (var wait in _waits) wait.Lost();
    }
}
