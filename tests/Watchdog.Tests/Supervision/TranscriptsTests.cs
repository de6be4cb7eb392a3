using System.Text;
using Watchdog.Core;
using Watchdog.Probes;
using Watchdog.Supervision;

namespace Watchdog.Tests.Supervision;

public class TranscriptsTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 21, 22, 22, 42, TimeSpan.Zero);

    [Fact]
    public void Passed_AmongPasses_AllocatesNothing()
    {
        var transcripts = new Transcripts();
        transcripts.Passed(s_at, TimeSpan.FromMilliseconds(5));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) transcripts.Passed(s_at, TimeSpan.FromMilliseconds(5));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Write_AfterFailures_HasTheLastFiveAndTheLastPass()
    {
        var transcripts = new Transcripts();
        transcripts.Passed(s_at, TimeSpan.FromMilliseconds(5));
        for (var i = 1; i <= 7; i++) transcripts.Failed(s_at.AddSeconds(i), Bad($"look {i}"), null);

        var (text, failed) = transcripts.Write("liveness", static body => body);

        Assert.Equal(5, failed);
        Assert.StartsWith("== liveness\nlast passed at 2026-11-21 22:22:42.000 UTC, in 5 ms\n\n-- 2026-11-21 22:22:45.000 UTC, after 0 ms: timeout-first-byte: look 3\n", text, StringComparison.Ordinal);
        Assert.Contains("look 7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("look 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Passed_TenMinutesAfterAFailure_ForgetsIt()
    {
        var transcripts = new Transcripts();
        transcripts.Failed(s_at, Bad("look"), null);
        transcripts.Passed(s_at.AddMinutes(10), TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, transcripts.Write("liveness", static body => body).Failed);

        transcripts.Passed(s_at.AddMinutes(10).AddSeconds(1), TimeSpan.FromMilliseconds(5));
        Assert.Equal(0, transcripts.Write("liveness", static body => body).Failed);
    }

    [Fact]
    public void Write_ABodyWithASecretAcrossItsLimit_HidesItBeforeItIsCut()
    {
        const string secret = "hunter2hunter2";
        var body = new string('x', HttpExchange.MostBody - 7) + secret + " and more";
        var transcripts = new Transcripts();
        transcripts.Failed(s_at, Bad("look"), new HttpExchange(["GET /health HTTP/1.1"], ["HTTP/1.1 500 Oh"], Encoding.UTF8.GetBytes(body), 100_000));

        var (text, _) = transcripts.Write("liveness", static body => body.Replace(secret, "***", StringComparison.Ordinal));

        Assert.Contains("\n> GET /health HTTP/1.1\n< HTTP/1.1 500 Oh\n< (body, 100000 bytes)\nxxx", text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..7], text, StringComparison.Ordinal);
    }

    private static Observation Bad(string sentence) => Observation.Fail("liveness", "timeout-first-byte", sentence);
}
