namespace Watchdog.Core.Tests;

public class WordsTests
{
    [Theory]
    [InlineData("short", 80, "short")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abc\U0001F525f", 5, "abc…")]
    [InlineData("ab\U0001F525ef", 5, "ab\U0001F525…")]
    [InlineData("abc", 1, "…")]
    [InlineData("a\nb\tc", 80, "a b c")]
    public void Line_OfForeignText_IsShortAndWhole(string text, int most, string line) => Assert.Equal(line, Words.Line(text, most));
}
