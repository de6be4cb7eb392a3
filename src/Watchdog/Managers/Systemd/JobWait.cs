namespace Watchdog.Managers.Systemd;

/// <summary>Waits for one job. Used on the bus thread only, but for <see cref="Result"/> and <see cref="Dispose"/>.</summary>
internal sealed class JobWait(JobWaits all) : IDisposable
{
    /// <summary>What <see cref="Result"/> says when the bus was lost meanwhile.</summary>
    public const string BusLost = "bus-lost";

    private const int MostRemembered = 256;

    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _endedBefore = [];
    private string? _job;

    /// <summary>systemd's word for how it ended: done, failed, canceled, timeout, dependency, skipped, …</summary>
    public Task<string> Result => _result.Task;

    /// <summary>The path has come back.</summary>
    public void Is(string job)
    {
        _job = job;
        if (_endedBefore.TryGetValue(job, out var result)) _result.TrySetResult(result);
        _endedBefore.Clear();
    }

    public void Ended(string job, string result)
    {
        if (job == _job) _result.TrySetResult(result);
        else if (_job is null && _endedBefore.Count < MostRemembered) _endedBefore[job] = result;
    }

    public void Lost() => _result.TrySetResult(BusLost);

    public void Dispose() => all.End(this);
}
