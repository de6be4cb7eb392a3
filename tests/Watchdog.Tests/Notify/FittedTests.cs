using System.Text;
using Watchdog.Notify;

namespace Watchdog.Tests.Notify;

public class FittedTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a😀b", 3, "a…")]
    [InlineData("a😀bc", 4, "a😀…")]
    [InlineData("", 3, "")]
    public void To_AnyText_IsCutBetweenCharacters(string text, int most, string fitted) => Assert.Equal(fitted, Fitted.To(text, most));

    [Fact]
    public void To_HalfACharacter_IsNone() => Assert.Equal("\ufffd!", Fitted.To("\ud83d!", 3));

    [Fact]
    public void To_WithEscapes_CutsNoneApart() =>
        Assert.Equal("&amp;&amp;…", Fitted.To("&&&&", 12, rune => rune.Value == '&' ? "&amp;" : null));

    [Theory]
    [InlineData("äöü", 6, "äöü")]
    [InlineData("äöüx", 6, "ä…")]
    public void ToBytes_AnyText_CountsBytes(string text, int most, string fitted)
    {
        Assert.Equal(fitted, Fitted.ToBytes(text, most));
        Assert.InRange(Encoding.UTF8.GetByteCount(Fitted.ToBytes(text, most)), 1, most);
    }

    [Fact]
    public void Line_WithLineBreaks_HasNone() => Assert.Equal("a  Bcc: b", Fitted.Line("a\r\nBcc: b\r\n", 100));
}
