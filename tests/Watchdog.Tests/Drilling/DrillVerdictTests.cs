using Watchdog.Core;
using Watchdog.Drilling;

namespace Watchdog.Tests.Drilling;

public sealed class DrillVerdictTests
{
    private static readonly DrillPlan s_plan = new(3, TimeSpan.FromSeconds(5), []);

    [Fact]
    public void Of_GoodRestarts_HasNothingToSay()
    {
        var verdict = DrillVerdict.Of([Good(1), Good(2), Good(3)], s_plan);

        Assert.Empty(verdict.Reasons);
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void Of_DescriptorsThatGrowInMostRuns_IsALeak()
    {
        var reason = Assert.Single(DrillVerdict.Of([Leaking(1), Good(2), Leaking(3)], s_plan).Reasons);

        Assert.Equal("descriptors-leak: its open descriptors grow while it is asked: 9 to 28 in 20 looks after restart 1, and so in 2 of 3 runs", reason.ToString());
    }

    [Fact]
    public void Of_DescriptorsThatGrowInOneRunOfThree_IsNone() => Assert.Empty(DrillVerdict.Of([Leaking(1), Good(2), Good(3)], s_plan).Reasons);

    [Fact]
    public void Of_DescriptorsThatGrowFromStartToStart_IsToldByThat()
    {
        var reason = Assert.Single(DrillVerdict.Of([Good(1), Good(2) with { Descriptors = Flat(12) }, Good(3) with { Descriptors = Flat(15) }], s_plan).Reasons);

        Assert.Equal("descriptors-climb: it has more descriptors open after each start than after the one before: 9 to 15", reason.ToString());
    }

    [Fact]
    public void Of_MemoryThatGrowsFromStartToStart_IsToldAndOfLessIsNot()
    {
        var reason = Assert.Single(DrillVerdict.Of([.. Enumerable.Range(1, 3).Select(i => Good(i) with { MemoryAtStart = i * 10L << 20 })], s_plan).Reasons);

        Assert.Equal("memory-climbs: it takes more memory after each start than after the one before: 10 MiB to 30 MiB", reason.ToString());
        Assert.Empty(DrillVerdict.Of([.. Enumerable.Range(1, 3).Select(i => Good(i) with { MemoryAtStart = i << 20 })], s_plan).Reasons);
    }

    [Fact]
    public void Of_WhatEachRestartSays_IsSaidOnce()
    {
        var hit = new LogHit("panic: ", "panic: closed");
        var reasons = DrillVerdict.Of([Good(1) with { Hits = [hit], HitCount = 1 }, Good(2) with { Killed = true }, Good(3) with { Hits = [hit], HitCount = 1 }], s_plan).Reasons;

        Assert.Equal(["log: restarts 1, 3: its log says: panic: closed", "killed: restart 2: it did not end in the time that it is given and had to be killed"], reasons.Select(one => one.ToString()));
    }

    [Fact]
    public void Of_ManyLines_NamesTenAndCountsTheRest()
    {
        var reasons = DrillVerdict.Of([.. Enumerable.Range(1, 30).Select(i => Good(i) with { Hits = [new("panic: ", $"panic: {i}")], HitCount = 1 })], s_plan).Reasons;

        Assert.Equal(11, reasons.Length);
        Assert.Equal("and 20 more of this kind", reasons[^1].Sentence);
    }

    [Fact]
    public void Of_EachOtherFault_IsAReason()
    {
        var (failure, holder, left) = (new Reason("crashed", "it crashed"), "PID 7 (python3) of no unit", "PID 8 (sleep)");
        foreach (var (round, expected) in new (DrillRound, string)[]
        {
            (Good(1) with { Failure = failure }, "crashed: restart 1: it crashed"),
            (Good(1) with { FailedLooks = 2, LookProblem = "liveness fails: refused: nobody" }, "unsteady: restart 1: 2 of 20 looks failed after its checks had passed: liveness fails: refused: nobody"),
            (Good(1) with { Holder = holder }, $"foreign-listener: restart 1: another process answers in its place: {holder}"),
            (Good(1) with { LeftBehind = [left] }, $"left-behind: restart 1: of the run before there is still {left}"),
        })
        {
            Assert.Equal([expected], DrillVerdict.Of([round], s_plan).Reasons.Select(one => one.ToString()));
        }
    }

    [Fact]
    public void Of_ALogThatCannotBeRead_FailsWhereItWasAskedForAndIsANoteElse()
    {
        var unseen = Good(1) with { LogUnseen = new Reason("journal-silent", "run this as root") };

        var asked = DrillVerdict.Of([unseen], s_plan with { FailOn = ["never awaited"] });
        Assert.Equal(["log-unseen: what --fail-on names could not be looked for: run this as root"], asked.Reasons.Select(one => one.ToString()));

        var unasked = DrillVerdict.Of([unseen], s_plan);
        Assert.Empty(unasked.Reasons);
        Assert.Equal(["run this as root"], unasked.Notes.AsEnumerable());
    }

    [Fact]
    public void Of_ABadEndByItsManagersWord_IsANote() =>
        Assert.Equal(["twice its run ended with exit-code when it was asked to stop"], DrillVerdict.Of([Good(1) with { StopResult = "exit-code" }, Good(2) with { StopResult = "exit-code" }, Good(3)], s_plan).Notes.AsEnumerable());

    internal static DrillRound Good(int number) => new()
    {
        Number = number,
        Instance = $"run-{number}",
        Stop = TimeSpan.FromMilliseconds(100),
        Down = TimeSpan.FromMilliseconds(400 + number),
        MemoryAtStart = 30L << 20,
        MemoryAtEnd = 31L << 20,
        Descriptors = Flat(9),
        Looks = 20,
    };

    private static DrillRound Leaking(int number) => Good(number) with { Descriptors = [.. Enumerable.Range(9, 20).Select(open => (long)open)] };

    private static System.Collections.Immutable.ImmutableArray<long> Flat(long open) => [.. Enumerable.Repeat(open, 20)];
}
