using Watchdog.Config;
using Watchdog.Evidence;

namespace Watchdog.Tests.Evidence;

public sealed class LineRedactorTests
{
    [Fact]
    public void Hide_SecretsOfTheConfiguration_AreGoneInEverySpelling()
    {
        var redactor = new LineRedactor(Secrets.Of(["s3cret/Value"]));

        Assert.Equal("a *** b\nc *** d\n", redactor.Hide("a s3cret/Value b\r\nc s3cret%2FValue d"));
    }

    [Fact]
    public void Hide_PrivateKeyOverLinesAndCalls_IsGone()
    {
        var redactor = new LineRedactor(Secrets.None);

        var text = redactor.Hide("before\nx -----BEGIN RSA PRIVATE KEY-----\nMIIEow\n") + redactor.Hide("abcdef\n") + redactor.Hide("-----END RSA PRIVATE KEY----- y\nafter\n");

        Assert.Equal("before\nx *** (a private key)\n y\nafter\n", text);
    }

    [Fact]
    public void Hide_PrivateKeysWithinOneLine_AreGone()
    {
        var redactor = new LineRedactor(Secrets.None);

        Assert.Equal(
            "a *** b *** c\n", redactor.Hide(@"a -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- b -----BEGIN OPENSSH PRIVATE KEY-----x-----END OPENSSH PRIVATE KEY----- c"));
        Assert.Equal("next\n", redactor.Hide("next"));
    }

    [Fact]
    public void Hide_KeyThatNeverEnds_HidesNoMoreThanAKeyHasLines()
    {
        var redactor = new LineRedactor(Secrets.None);

        var text = redactor.Hide("-----BEGIN PRIVATE KEY-----\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i}\n")));

        Assert.StartsWith("*** (a private key)\n200\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hide_Certificate_Stays()
    {
        const string Certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

        Assert.Equal(Certificate, new LineRedactor(Secrets.None).Hide(Certificate));
    }

    [Fact]
    public void Hide_LongLineAndControlCharacters_IsCutAndClean()
    {
        var text = new LineRedactor(Secrets.None).Hide($"a\u001b[31mb\n{new string('x', 100_000)}\n");

        Assert.Equal($"a [31mb\n{new string('x', LineRedactor.LongestLine)}… (the line goes on)\n", text);
    }
}
