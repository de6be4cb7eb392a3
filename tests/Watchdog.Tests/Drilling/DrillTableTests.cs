using System.Text.Json;
using Watchdog.Core;
using Watchdog.Drilling;

namespace Watchdog.Tests.Drilling;

public sealed class DrillTableTests
{
    [Fact]
    public void Row_OfEachKind_StandsUnderTheHead()
    {
        Assert.Equal("   #       stop       down  memory: start, end      descriptors   seen", DrillTable.Head);
        Assert.Equal("   1     100 ms     401 ms  30 MiB, 31 MiB          9, 9          well", DrillTable.Row(DrillVerdictTests.Good(1)));
        Assert.Equal(
            "  12          -          -  -                       -             not-well, killed, 3 lines of the log",
            DrillTable.Row(new DrillRound { Number = 12, Failure = new Reason("not-well", "…"), Killed = true, StopResult = "timeout", HitCount = 3 }));
    }

    [Fact]
    public void Verdict_Passed_SaysHowLongItWasDown() => Assert.Equal(
        [
            "note: a note",
            "down from the order to the first pass of every check: 402 ms in the middle, 403 ms at most",
            "passed: 3 of 3 restarts; web.service runs",
        ],
        DrillTable.Verdict(Report(passed: true) with { Notes = ["a note"] }));

    [Fact]
    public void Verdict_Failed_GivesEachReason() => Assert.Equal(
        ["FAILED, 3 of 3 restarts: web.service runs", "  log: restart 1: its log says: panic: no"],
        DrillTable.Verdict(Report(passed: false) with { Reasons = [new Reason("log", "restart 1: its log says: panic: no")] }).Skip(1));

    [Fact]
    public void Verdict_Interrupted_SaysHowItWasLeft() => Assert.Equal(
        ["interrupted after 0 of 3 restarts: web.service runs"],
        DrillTable.Verdict(Report(passed: false) with { Interrupted = true, Restarts = [] }));

    [Fact]
    public void Json_OfAReport_HasSecondsBytesAndSentences()
    {
        var report = JsonDocument.Parse(JsonSerializer.Serialize(Report(passed: false) with { Reasons = [new Reason("log", "no")] }, DrillJson.Default.DrillReport)).RootElement;

        Assert.False(report.GetProperty("passed").GetBoolean());
        Assert.Equal("no", report.GetProperty("reasons")[0].GetProperty("sentence").GetString());
        var first = report.GetProperty("restarts")[0];
        Assert.Equal((0.401, 31L << 20, 9), (first.GetProperty("down").GetDouble(), first.GetProperty("memoryAtEnd").GetInt64(), first.GetProperty("descriptors")[0].GetInt32()));
        Assert.False(first.TryGetProperty("isLast", out _));
    }

    private static DrillReport Report(bool passed) => new()
    {
        Service = "web",
        Unit = "web.service",
        Passed = passed,
        Asked = 3,
        Restarts = [DrillVerdictTests.Good(1), DrillVerdictTests.Good(2), DrillVerdictTests.Good(3)],
        Left = new Reason("well", "web.service runs"),
    };
}
