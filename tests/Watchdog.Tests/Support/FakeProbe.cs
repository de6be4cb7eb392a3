using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Support;

/// <summary>A probe that sees what the test says, and remembers when it was asked.</summary>
internal sealed class FakeProbe(string check, TimeProvider time) : IProbe
{
    private readonly List<TimeSpan> _starts = [];
    private readonly List<TimeSpan> _timeouts = [];

    public Func<CancellationToken, ValueTask<ProbeAnswer>> OnLook { get; set; } = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Pass(check)));

    public IReadOnlyList<TimeSpan> Starts
    {
        get { lock (_starts) return [.. _starts]; }
    }

    /// <summary>How long each look was given.</summary>
    public IReadOnlyList<TimeSpan> Timeouts
    {
        get { lock (_starts) return [.. _timeouts]; }
    }

    public ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        var look = OnLook;
        lock (_starts)
        {
            _starts.Add(time.GetElapsedTime(0));
            _timeouts.Add(timeout);
        }

        return look(cancel);
    }

    public void Passes() => OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Pass(check)));

    public void Fails() => OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Fail(check, "timeout-first-byte", "no answer in 10 s")));

    public void Counts(Func<double> value) =>
        OnLook = _ => ValueTask.FromResult(new ProbeAnswer(Observation.Pass(check), [new NumberReading(value(), default)]));

    public Task AskedAsync(int times) => Eventually.TrueAsync(() => Starts.Count >= times, () => $"look {times} at {check}; there were {Starts.Count}");
}
