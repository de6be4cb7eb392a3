using Watchdog.Drafting;
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
}
