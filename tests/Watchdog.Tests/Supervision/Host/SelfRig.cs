using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Supervision;
using Watchdog.Supervision.Host;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision.Host;

/// <summary>Ourselves, as well or as sick as the test says.</summary>
internal sealed class SelfRig : IDisposable
{
    private int _controls;

    public SelfRig(TestTimeProvider? time = null, TimeSpan? late = null)
    {
        Time = time ?? new TestTimeProvider();
        var checks = new SelfChecks
        {
            Control = cancel =>
            {
                Interlocked.Increment(ref _controls);
                return OnControl(cancel);
            },
            Descriptors = () => Descriptors,
            Asleep = () => Asleep,
            Late = late ?? new SelfChecks().Late,
            Pressure = () => "load 34.1",
        };
        Self = new SelfHealth(checks, new Clock(Time), Log);
    }

    public TestTimeProvider Time { get; }

    public CapturedLog Log { get; } = new();

    public SelfHealth Self { get; }

    public Func<CancellationToken, Task<Reason?>> OnControl { get; set; } = _ => Task.FromResult<Reason?>(null);

    public Reason? Descriptors { get; set; }

    public TimeSpan Asleep { get; set; } = TimeSpan.FromHours(7);

    public int Controls => Volatile.Read(ref _controls);

    public void Slow() => OnControl = _ => Task.FromResult<Reason?>(new Reason("control-slow", "our own control probe took 3.2 s"));

    public void Well() => OnControl = _ => Task.FromResult<Reason?>(null);

    public Task LookAsync(Look look = Look.Failed) => Self.WitnessAsync(
        () => ValueTask.FromResult(new ProbeAnswer(new Observation("liveness", look, new Reason("it", "is so")))), CancellationToken.None);

    /// <summary>Two seconds pass, and we have looked at ourselves once more.</summary>
    public async Task AgainAsync()
    {
        var before = Controls;
        Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => Controls > before, "another control probe");
        await Self.AssessAsync(CancellationToken.None);
    }

    public void Dispose() => Self.Dispose();
}
