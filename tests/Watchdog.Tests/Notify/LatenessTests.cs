using Watchdog.Notify;
using Watchdog.Notify.Delivering;

namespace Watchdog.Tests.Notify;

public class LatenessTests
{
    private static readonly Message s_message = Samples.Of(MessageKind.Opened).Message;

    [Fact]
    public void Notes_InTimeAndNothingDropped_AreNone() => Assert.Empty(Lateness.Notes(s_message, Samples.At.AddSeconds(60), "x", 0));

    [Fact]
    public void Notes_Late_SayHowLateAndWhyAndWhenItWas() => Assert.Equal(
        "Delivered 2 h 3 min late (no answer within 10 s): it happened on 2026-11-21 22:22:42 UTC.",
        Assert.Single(Lateness.Notes(s_message, Samples.At.AddMinutes(123), "no answer within 10 s", 0)));

    [Fact]
    public void Notes_OthersDropped_SayHowMany() =>
        Assert.StartsWith("12 messages were dropped meanwhile", Assert.Single(Lateness.Notes(s_message, Samples.At, null, 12)), StringComparison.Ordinal);
}
