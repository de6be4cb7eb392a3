using Watchdog.Cli.Handlers;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Cli.Handlers;

public sealed class TaskEndTests
{
    private static readonly Reason s_why = new("why", "why");
    private static readonly Restart s_order = new(1, Intent.RestartIfHung, s_why);

    [Fact]
    public void Of_OneThatRecoveredWithoutProof_SaysWhen() =>
        // It was paused meanwhile, or was a start that had nothing to prove.
        Assert.Equal($"recovered at {At(2)}", End([s_order], [Moved(Phase.Acting, Phase.Starting)], [Moved(Phase.Starting, Phase.Watching)], [Moved(Phase.Watching, Phase.Suspect)]));

    [Fact]
    public void Of_OneThatDidNotHelp_SaysSoAlsoWhereTheNextDid() =>
        Assert.Equal(
            $"failed at {At(2)} (why)",
            End([s_order], [Moved(Phase.Acting, Phase.Verifying)], [Moved(Phase.Verifying, Phase.Acting), new BeginAction(2, Intent.RestartIfHung, "liveness", s_why)], [s_order with { Epoch = 2 }], [Moved(Phase.Verifying, Phase.Watching)]));

    [Fact]
    public void Of_OneWhoseServiceWasStopped_SaysSo() =>
        Assert.Equal($"stopped at {At(2)} (why)", End([s_order], [Moved(Phase.Acting, Phase.Verifying)], [Moved(Phase.Verifying, Phase.Stopped)], [Moved(Phase.Stopped, Phase.Watching)]));

    [Fact]
    public void Of_OneThatWasRefusedAndIsWellSince_WasNotCarriedOut()
    {
        var refused = Entry(1) with { Input = new RestartEnded(1, new RestartOutcome(RestartResult.Refused, s_why)) };
        JournalEntry[] entries = [Entry(0, s_order), refused, Entry(2, Moved(Phase.Suspect, Phase.Watching))];

        Assert.Equal($"not carried out at {At(1)} (why)", TaskEnd.Of(entries.Reverse(), 1));
    }

    [Fact]
    public void Of_OneThatIsBeingVerified_WasOrdered() => Assert.Equal($"ordered at {At(0)}", End([s_order], [Moved(Phase.Acting, Phase.Verifying)]));

    private static string? End(params Decision[][] entries) => TaskEnd.Of(entries.Select((decisions, at) => Entry(at, decisions)).Reverse(), 1);

    private static Moved Moved(Phase from, Phase to) => new(from, to, s_why);

    private static JournalEntry Entry(int second, params Decision[] decisions) => new() { At = Time(second), Up = TimeSpan.FromSeconds(second), Service = "web", Decisions = [.. decisions] };

    private static string At(int second) => EntryText.Time(Time(second));

    private static DateTimeOffset Time(int second) => new(2026, 11, 21, 12, 0, second, TimeSpan.Zero);
}
