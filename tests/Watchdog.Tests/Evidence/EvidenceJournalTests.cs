using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Journal;

namespace Watchdog.Tests.Evidence;

/// <summary>What a bundle is told of what came after it.</summary>
public sealed class EvidenceJournalTests
{
    private static readonly Reason s_why = new("stopped", "its process is stopped");

    /// <summary>People were told of the incident with its first action: a further one has no step.</summary>
    [Fact]
    public async Task Append_FurtherActionIsCalledOff_IsToldInItsOwnBundle()
    {
        using var rig = new EvidenceRig();
        var journal = new EvidenceJournal(new NoJournal(), rig.Desk);
        var first = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();
        var second = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        journal.Append(Ended(rig, second!, new CallOff(2, new Reason("new-instance", "somebody was faster"))), durable: false);

        await rig.Desk.DisposeAsync();       // waits for what is to be told
        Assert.Equal((false, true), (rig.Index(first).CalledOff, rig.Index(second).CalledOff));
        Assert.Contains("somebody was faster", Assert.Single(rig.Index(second).Afterwards).Text, StringComparison.Ordinal);
        Assert.StartsWith("# web: called off", SummaryText.Of(rig.Index(second)), StringComparison.Ordinal);
        Assert.Empty(rig.Index(first).Afterwards);
    }

    [Fact]
    public async Task Append_FurtherActionIsOrdered_ItsBundleTellsWhatCameOfIt()
    {
        using var rig = new EvidenceRig();
        var journal = new EvidenceJournal(new NoJournal(), rig.Desk);
        var id = await rig.Begin(EvidenceRig.BeforeRestart).EndAsync();

        journal.Append(Ended(rig, id!, new Restart(2, Intent.RestartIfHung, s_why)), durable: true);
        journal.Append(Entry(rig, new RestartEnded(2, new RestartOutcome(RestartResult.Failed, new Reason("job-failed", "the job has failed")))), durable: false);

        await rig.Desk.DisposeAsync();
        var index = rig.Index(id);
        Assert.False(index.CalledOff);
        Assert.Equal(2, index.Afterwards.Length);
        Assert.Contains("the job has failed", index.Afterwards[1].Text, StringComparison.Ordinal);
    }

    private static JournalEntry Ended(EvidenceRig rig, string bundle, Decision decision) =>
        Entry(rig, new LastLookEnded(2, Observation.Fail("liveness", "timeout-first-byte", "no answer"), null) { Evidence = bundle }, decision);

    private static JournalEntry Entry(EvidenceRig rig, Input input, params Decision[] decisions) =>
        new() { At = rig.Clock.Now.Utc, Up = rig.Clock.Now.Uptime, Service = "web", Input = input, Decisions = [.. decisions] };

    private sealed class NoJournal : IJournal
    {
        public bool Append(JournalEntry entry, bool durable) => true;
    }
}
