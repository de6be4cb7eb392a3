using Watchdog.Drafting;
using Watchdog.Managers;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Drafting;

public sealed class MeasurementTests
{
    [Fact]
    public async Task Run_NoAnswerComes_IsSaidAndMeasuresNoAnswer()
    {
        var candidate = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok")) with { Measured = new Measured() };
        var asker = new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.Hung) };

        var measured = Assert.Single(await new Measurement(new Interviewer(asker), new TestTimeProvider()).RunAsync([candidate], TimeSpan.FromMilliseconds(1), _ => { }, CancellationToken.None)).Measured;

        Assert.Equal((true, 0, TimeSpan.Zero, true), (measured.Hung, measured.Answers, measured.Slowest, measured.IsSteady));
    }

    [Fact]
    public async Task Run_MemoryCannotBeRead_KeepsTheReason()
    {
        var service = Samples.Service("a.service") with { ReadMemory = _ => ValueTask.FromResult(new MemoryLook(null, null, new Core.Reason("x", "because"))) };

        var measured = Assert.Single(await new Measurement(new Interviewer(new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.Hung) }), new TestTimeProvider())
            .RunAsync([new Candidate(service, null, new Measured())], TimeSpan.FromMilliseconds(1), _ => { }, CancellationToken.None)).Measured;

        Assert.Equal((null, "because"), (measured.HighestMemory, measured.MemoryUnseen));
    }
}
