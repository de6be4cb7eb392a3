using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;

namespace Watchdog.Tests.Notify;

public class OutboxOrderTests
{
    private static readonly DateTimeOffset s_now = Samples.At;

    private int _number;

    [Fact]
    public void Next_OfOneStory_IsTheFirstThoughALaterOneIsLouder() =>
        Assert.Equal(1, Next(Entry("a", AlertLevel.Info), Entry("a", AlertLevel.Critical)));

    [Fact]
    public void Next_OfSeveralStories_IsTheLoudestStorysFirst() =>
        Assert.Equal(2, Next(Entry("a", AlertLevel.Warning), Entry("b", AlertLevel.Info), Entry("b", AlertLevel.Critical), Entry("c", AlertLevel.Critical)));

    [Fact]
    public void Next_OfEqualStories_IsTheOldest() => Assert.Equal(1, Next(Entry("a", AlertLevel.Info), Entry("b", AlertLevel.Info)));

    [Fact]
    public void Next_HeldBack_WaitsAndSaysUntilWhen()
    {
        var entries = new[] { Entry("a", AlertLevel.Info, s_now.AddHours(2)), Entry("b", AlertLevel.Info, s_now.AddHours(1)) };

        Assert.Equal((null, s_now.AddHours(1)), OutboxOrder.Next(entries, s_now, None));
        Assert.Equal(2, OutboxOrder.Next(entries, s_now.AddHours(1), None).Entry!.Number);
    }

    [Fact]
    public void Next_HeldBackAndThenOneThatIsNot_TakesItAlong() =>
        Assert.Equal(1, Next(Entry("a", AlertLevel.Info, s_now.AddHours(2)), Entry("a", AlertLevel.Critical)));

    [Fact]
    public void Next_HasFailed_LetsEveryOtherGoFirst()
    {
        var entries = new[] { Entry("a", AlertLevel.Critical), Entry("a", AlertLevel.Critical), Entry("b", AlertLevel.Info), Entry("c", AlertLevel.Warning) };

        Assert.Equal(4, OutboxOrder.Next(entries, s_now, entry => entry.Number is 1).Entry!.Number);
        Assert.Equal(3, OutboxOrder.Next(entries, s_now, entry => entry.Number is 1 or 4).Entry!.Number);
        Assert.Equal(1, OutboxOrder.Next(entries, s_now, entry => entry.Number is 1 or 3 or 4).Entry!.Number);
    }

    [Fact]
    public void Next_OfNothing_IsNothing() => Assert.Equal((null, null), OutboxOrder.Next([], s_now, None));

    private static bool None(OutboxEntry entry) => false;

    private static long Next(params OutboxEntry[] entries) => OutboxOrder.Next(entries, s_now, None).Entry!.Number;

    private OutboxEntry Entry(string story, AlertLevel level, DateTimeOffset? notBefore = null) => new(
        ++_number,
        new OutboxFile(1, s_now, ["n"], notBefore, Samples.Of(MessageKind.Also).Message with { Id = $"{story}/{_number}", Story = story, Level = level }),
        ["n"]);
}
