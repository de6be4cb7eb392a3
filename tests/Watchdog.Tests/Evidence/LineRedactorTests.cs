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
    public void Hide_BeginOfAKeyInWords_HidesNothingAfterIt()
    {
        var redactor = new LineRedactor(Secrets.None);

        var text = redactor.Hide("12:00:00 web[7]: expected -----BEGIN PRIVATE KEY-----\n12:00:01 web[7]: listening on port 80\n12:00:02 web[7]: ready\n");

        Assert.Equal("12:00:00 web[7]: expected *** (a private key)\n12:00:01 web[7]: listening on port 80\n12:00:02 web[7]: ready\n", text);
    }

    [Fact]
    public void Hide_PrivateKeyInAJournal_IsGone()
    {
        string[] key = ["-----BEGIN RSA PRIVATE KEY-----", "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,0A1B", "", new string('a', 64), new string('B', 64), "Zm9v+/8=", "-----END RSA PRIVATE KEY-----", "after it"];
        var journal = string.Concat(key.Select((line, at) => $"2026-11-22 02:45:{at:00}.123 info    host web[7]: {line}\n"));

        var text = new LineRedactor(Secrets.None).Hide(journal);

        Assert.Equal("2026-11-22 02:45:00.123 info    host web[7]: *** (a private key)\n2026-11-22 02:45:08.123 info    host web[7]: after it\n", text);
    }

    [Fact]
    public void Hide_KeyWithoutEnd_EndsWhereALineHasNotItsShape()
    {
        var text = new LineRedactor(Secrets.None).Hide($"-----BEGIN PRIVATE KEY-----\n{new string('a', 64)}\n{new string('b', 20)}\nit goes on\nb\n");

        Assert.Equal("*** (a private key)\nit goes on\nb\n", text);
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
