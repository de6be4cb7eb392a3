using System.Text.RegularExpressions;
using Watchdog.Cli.Install;

namespace Watchdog.Tests.Cli;

public sealed class PolkitRuleTests
{
    [Theory]
    [InlineData("web.service", "web.service", true)]
    [InlineData("web.service", "webXservice", false)]
    [InlineData("web.service", "web.service.service", false)]
    [InlineData("web.service", "my-web.service", false)]
    [InlineData("a@*.service", "a@1.service", true)]
    [InlineData("a@*.service", "a@.service", true)]
    [InlineData("a@*.service", "ab@1.service", false)]
    [InlineData("a@*.service", "a@1.serviceX", false)]
    [InlineData("a@*.service", "a@1/../../x.service", false)]
    [InlineData("a@*.service", "a@1\nb.service", false)]
    [InlineData("a@?.service", "a@1.service", true)]
    [InlineData("a@?.service", "a@12.service", false)]
    [InlineData("a@[0-37].service", "a@7.service", true)]
    [InlineData("a@[0-37].service", "a@4.service", false)]
    [InlineData("a@[!0-3].service", "a@4.service", true)]
    [InlineData("a@[!0-3].service", "a@3.service", false)]
    [InlineData("a@[!0-3].service", "a@/.service", false)]
    [InlineData(@"a\x2db.service", @"a\x2db.service", true)]
    [InlineData(@"a\x2db.service", "a-b.service", false)]
    public void TryTranslate_AUnit_MatchesItAndNothingElse(string unit, string name, bool matches)
    {
        Assert.True(PolkitRule.TryTranslate(unit, out var expression, out _));
        // \z is what $ means in JavaScript.
        Assert.Equal(matches, Regex.IsMatch(name, $@"^{expression}\z", RegexOptions.CultureInvariant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\".service")]
    [InlineData("a'.service")]
    [InlineData("a/.service")]
    [InlineData("a/i,/.*/,/.service")]
    [InlineData("a\n.service")]
    [InlineData("a\u2028.service")]
    [InlineData("a\0.service")]
    [InlineData("a b.service")]
    [InlineData("ä.service")]
    [InlineData("a$.service")]
    [InlineData("(a|b).service")]
    [InlineData("a+.service")]
    [InlineData("a{1,2}.service")]
    [InlineData("*.service")]
    [InlineData("?*.service")]
    [InlineData("[a-z]*.service")]
    [InlineData(".service")]
    [InlineData("reboot.target")]
    [InlineData("a*")]
    [InlineData("a@[9-0].service")]
    [InlineData("a@[.service")]
    [InlineData("a@[].service")]
    [InlineData("a@[!].service")]
    [InlineData("a@[a-].service")]
    [InlineData(@"a@[\].service")]
    [InlineData("a@].service")]
    [InlineData("a!.service")]
    public void TryWrite_AUnitThatNobodyNamesSo_IsRefusedInOneLine(string unit)
    {
        Assert.False(PolkitRule.TryWrite(["web.service", unit], out var rule, out var problem));
        Assert.Null(rule);
        Assert.DoesNotContain(problem, c => char.IsControl(c) || c == '\u2028');
    }

    [Fact]
    public void TryWrite_AnOverlongName_IsRefused() =>
        Assert.False(PolkitRule.TryWrite([new string('a', 248) + ".service"], out _, out _));

    [Fact]
    public void TryWrite_Units_AreListedOnceInOrderAndTheRestIsTheTemplate()
    {
        Assert.True(PolkitRule.TryWrite(["web.service", "a@*.service", "web.service"], out var rule, out _));
        Assert.Contains(
            """
                var units = [
                    /^a@[A-Za-z0-9:_.\\@-]*\.service$/,
                    /^web\.service$/,
                ];
            """,
            rule,
            StringComparison.Ordinal);
        Assert.Contains("""["start", "try-restart", "kill", "reset-failed"]""", rule, StringComparison.Ordinal);
        Assert.Contains("""subject.user !== "service-watchdog" """.TrimEnd(), rule, StringComparison.Ordinal);
        Assert.DoesNotContain("/*", rule, StringComparison.Ordinal);
    }

    [Fact]
    public void TryWrite_NoUnits_GrantsNothing()
    {
        Assert.True(PolkitRule.TryWrite([], out var rule, out _));
        Assert.Matches(@"var units = \[\s*\];", rule);
    }
}
