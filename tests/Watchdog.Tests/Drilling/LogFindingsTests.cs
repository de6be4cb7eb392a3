using Watchdog.Config;
using Watchdog.Drilling;
using Watchdog.Managers;

namespace Watchdog.Tests.Drilling;

public sealed class LogFindingsTests
{
    [Theory]
    [InlineData("aiohttp: Unclosed client session", "Unclosed client session")]
    [InlineData("listen tcp :8080: bind: address already in use", "Address already in use")]
    [InlineData("ERROR Shutdown failed: timed out", "shutdown failed")]
    [InlineData("a.py:7: RuntimeWarning: coroutine 'close' was never awaited", "never awaited")]
    public void Of_AnUsualFault_IsFoundWithoutBeingAskedFor(string line, string pattern) => Assert.Equal([new LogHit(pattern, line)], Find(Secrets.None, line).Hits.AsEnumerable());

    [Theory]
    [InlineData("GET /health 200")]
    [InlineData("Shutdown complete")]
    [InlineData("")]
    public void Of_AGoodLine_IsNone(string line) => Assert.Equal((0, true), (Find(Secrets.None, line).HitCount, Find(Secrets.None, line).Hits.IsEmpty));

    [Fact]
    public void Of_ATraceback_TellsWhatItIsAbout()
    {
        var found = Find(Secrets.None, "Traceback (most recent call last):", "  File \"a.py\", line 1", "    close()", "RuntimeError: closed twice", "bye");

        Assert.Equal("Traceback (most recent call last): RuntimeError: closed twice", Assert.Single(found.Hits).Line);
    }

    [Fact]
    public void Of_ALineWithASecret_MasksItBeforeItIsCut()
    {
        var line = Assert.Single(Find(Secrets.Of(["hunter2hunter2"]), $"panic: {new string('x', 188)}hunter2hunter2").Hits).Line;

        Assert.DoesNotContain("hunter", line, StringComparison.Ordinal);
        Assert.EndsWith("xx***", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ManyHits_KeepsTheFirstAndCountsAll()
    {
        var found = Find(Secrets.None, [.. Enumerable.Range(0, 50).Select(i => $"panic: {i}")]);

        Assert.Equal((5, 50), (found.Hits.Length, found.HitCount));
    }

    [Fact]
    public void Of_TheEndOfARun_IsThatOfTheRunBefore()
    {
        var stopped = new LogLine("Failed with result 'exit-code'.") { ByManager = true, Instance = "one", EndResult = "exit-code" };
        var crashed = new LogLine("Failed with result 'signal'.") { ByManager = true, Instance = "two", EndResult = "signal", WasKilled = true };

        Assert.Equal(("", false), Of(crashed));
        Assert.Equal(("exit-code", false), Of(crashed, stopped));
        Assert.Equal(("timeout", true), Of(stopped with { EndResult = "timeout" }));
        Assert.Equal(("", true), Of(stopped with { EndResult = "", WasKilled = true }));

        static (string, bool) Of(params LogLine[] lines) => LogFindings.Of([.. lines], "one", new LogPatterns([]), Secrets.None) is var found ? (found.StopResult, found.WasKilled) : default;
    }

    private static LogFindings Find(Secrets secrets, params string[] lines) => LogFindings.Of([.. lines.Select(line => new LogLine(line))], "one", new LogPatterns([]), secrets);
}
