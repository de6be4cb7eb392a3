using Watchdog.Drafting;
using Watchdog.Managers;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Drafting;

public sealed class InterviewerTests
{
    private const string Web = "http://127.0.0.1:8080";

    private static readonly Asked s_missing = FakeAsker.Json("{}", 404);

    [Fact]
    public async Task Ask_Answers_AreAskedOnceEachAndTheFirstAgain()
    {
        var asker = new FakeAsker { Answer = url => url.EndsWith("/health", StringComparison.Ordinal) ? FakeAsker.Json("""{"status":"ok"}""") : s_missing };

        var interview = await AskAsync(asker, Samples.Service("a.service", 8080));

        Assert.Equal("/health", interview.Choice.Liveness?.Path);
        Assert.Equal(HealthPaths.All.Append("/health").Select(path => Web + path), asker.Asked);
    }

    [Fact]
    public async Task Ask_HungOnce_IsNotAskedAgain()
    {
        var asker = new FakeAsker { Answer = url => url.EndsWith("/healthz", StringComparison.Ordinal) ? FakeAsker.Nothing(AskOutcome.Hung) : FakeAsker.Json("""{"status":"ok"}""") };

        var interview = await AskAsync(asker, Samples.Service("a.service", 8080, 8081));

        Assert.Equal([$"{Web}/health", $"{Web}/healthz"], asker.Asked);
        Assert.True(interview.Hung);
        Assert.Equal("/health", interview.Choice.Liveness?.Path);
        Assert.Equal("It gave no answer at /healthz in 2 s, and was not asked again.", interview.Why);
    }

    [Fact]
    public async Task Ask_HungAtTheFirst_AsksNoOtherPort()
    {
        var asker = new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.Hung) };

        var interview = await AskAsync(asker, Samples.Service("a.service", 8080, 8081));

        Assert.Equal([$"{Web}/health"], asker.Asked);
        Assert.Equal((8080, "It gave no answer at /health in 2 s, and was not asked again."), (interview.Port.Port, interview.Why));
    }

    [Fact]
    public async Task Ask_TooOften_IsNotAskedAgain()
    {
        var asker = new FakeAsker { Answer = _ => FakeAsker.Json("", 429) };

        await AskAsync(asker, Samples.Service("a.service", 8080));

        Assert.Single(asker.Asked);
    }

    [Fact]
    public async Task Ask_KnownOrSpeaksFirstOrNotOnTheLoopback_IsNotAsked()
    {
        var asker = new FakeAsker { Answer = _ => s_missing, SpeakFirst = [2500] };

        var interviews = new[]
        {
            await AskAsync(asker, Samples.Service("redis.service", 6379)),
            await AskAsync(asker, Samples.Service("mail.service", 2500)),
            await AskAsync(asker, Samples.Service("web.service") with { Ports = [Samples.Port(80, "192.0.2.7")] }),
        };

        Assert.Empty(asker.Asked);
        Assert.Equal(
            ["This is Redis, which has no URL.", "It speaks before it is asked, so it speaks no HTTP.", "It listens at no address of the loopback, so it was not asked for a URL."],
            interviews.Select(interview => interview.Why));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Tls_IsAskedByHttps(bool says)
    {
        var plain = says ? FakeAsker.Json("The plain HTTP request was sent to HTTPS port", 400) : FakeAsker.Nothing(AskOutcome.NoHttp);
        var asker = new FakeAsker { Answer = url => url.StartsWith("http://", StringComparison.Ordinal) ? plain : FakeAsker.Json("""{"status":"ok"}""") };

        var interview = await AskAsync(asker, Samples.Service("a.service", 8443));

        Assert.Equal("https://127.0.0.1:8443", interview.Origin?.Text);
        Assert.Null(interview.Origin?.Objection);
        Assert.Equal("/health", interview.Choice.Liveness?.Path);
    }

    [Fact]
    public async Task Ask_CertificateThatDoesNotHold_IsAskedAllTheSame()
    {
        var asker = new FakeAsker
        {
            Answer = url => url.StartsWith("http://", StringComparison.Ordinal) ? FakeAsker.Nothing(AskOutcome.NoHttp)
                : url.EndsWith("(trusting)", StringComparison.Ordinal) ? FakeAsker.Nothing(AskOutcome.Untrusted, "it is expired") : FakeAsker.Json("""{"status":"ok"}"""),
        };

        var interview = await AskAsync(asker, Samples.Service("a.service", 8443));

        Assert.Equal("it is expired", interview.Origin?.Objection);
        Assert.Equal("/health", interview.Choice.Liveness?.Path);
    }

    [Fact]
    public async Task Ask_NeitherHttpNorTls_IsConnectedTo()
    {
        var interview = await AskAsync(new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.NoHttp) }, Samples.Service("a.service", 9000));

        Assert.Equal((null, "It speaks no HTTP."), (interview.Origin, interview.Why));
    }

    [Fact]
    public async Task Ask_SeveralPorts_IsTheOneThatTellsMost()
    {
        var asker = new FakeAsker { Answer = url => url.Contains(":9090/", StringComparison.Ordinal) ? FakeAsker.Json("""{"status":"ok"}""") : FakeAsker.Page };

        var interview = await AskAsync(asker, Samples.Service("a.service", 80, 9090, 9091));

        Assert.Equal(9090, interview.Port.Port);
        Assert.DoesNotContain(asker.Asked, url => url.Contains(":9091/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hunt_CounterAndClock_TellsTheCounter()
    {
        var time = new TestTimeProvider();
        var count = 0;
        var asker = new FakeAsker { Answer = _ => FakeAsker.Json($$"""{"status":"ok","uptime_ms":{{(long)time.Uptime.TotalMilliseconds + count}},"n":{{++count}}}""") };
        var interviewer = new Interviewer(asker);
        var service = Samples.Service("a.service", 8080);
        Candidate candidate = new(service, await interviewer.AskAsync(service, default), new Measured());

        var hunt = new CounterHunt(interviewer, time).RunAsync([candidate], default);
        await time.ArmedAsync(time.Uptime + CounterSearch.Wait);
        time.Advance(CounterSearch.Wait);

        Assert.Equal("/n", Assert.Single(await hunt).Interview!.Counter);
    }

    [Fact]
    public async Task Hunt_NoNumbers_DoesNotWait()
    {
        var interviewer = new Interviewer(new FakeAsker { Answer = _ => FakeAsker.Json("""{"status":"ok"}""") });
        var service = Samples.Service("a.service", 8080);

        var found = await new CounterHunt(interviewer, new TestTimeProvider()).RunAsync([new(service, await interviewer.AskAsync(service, default), new Measured())], default);

        Assert.Null(Assert.Single(found).Interview!.Counter);
    }

    [Fact]
    public async Task Measure_AMinute_RemembersTheMostAndWhetherItIsSteady()
    {
        var time = new TestTimeProvider();
        var round = 0;
        var asker = new FakeAsker { Answer = _ => FakeAsker.Json(round == 3 ? """{"status":"starting"}""" : """{"status":"ok"}""") with { Took = TimeSpan.FromMilliseconds(round == 2 ? 70 : 1) } };
        var interviewer = new Interviewer(asker);
        var service = Samples.Service("a.service", 8080) with { ReadMemory = _ => ValueTask.FromResult(new MemoryLook(round == 1 ? 900 : 100, 2000, default)) };
        var asked = await interviewer.AskAsync(service, default);
        asker.Asked.Clear();

        var run = new Measurement(interviewer, time).RunAsync([new(service, asked, new Measured())], TimeSpan.FromMinutes(1), _ => { }, default);
        for (var i = 1; i <= 12; i++)
        {
            // Whoever waits is through with the round before.
            await time.ArmedAsync(time.Uptime + TimeSpan.FromSeconds(5));
            round = i;
            time.Advance(TimeSpan.FromSeconds(5));
        }

        var measured = Assert.Single(await run).Measured;

        Assert.Equal((900, 2000, 13), (measured.HighestMemory, measured.MemoryLimit, measured.Answers));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(70), false), (measured.For, measured.Slowest, measured.IsSteady));
        Assert.All(asker.Asked, url => Assert.Equal($"{Web}/health", url));
    }

    [Fact]
    public async Task Measure_Hangs_IsNotAskedAgain()
    {
        var time = new TestTimeProvider();
        var hangs = false;
        var asker = new FakeAsker { Answer = _ => hangs ? FakeAsker.Nothing(AskOutcome.Hung) : FakeAsker.Json("""{"status":"ok"}""") };
        var interviewer = new Interviewer(asker);
        var service = Samples.Service("a.service", 8080);
        var asked = await interviewer.AskAsync(service, default);
        asker.Asked.Clear();
        hangs = true;

        var run = new Measurement(interviewer, time).RunAsync([new(service, asked, new Measured())], TimeSpan.FromSeconds(2), _ => { }, default);
        for (var i = 0; i < 2; i++)
        {
            await time.ArmedAsync(time.Uptime + TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(Assert.Single(await run).Measured.Hung);
        Assert.Single(asker.Asked);
    }

    [Fact]
    public async Task Measure_NoTime_ReadsNothing()
    {
        var service = Samples.Service("a.service");

        var measured = await new Measurement(new Interviewer(new FakeAsker { Answer = _ => s_missing }), new TestTimeProvider()).RunAsync([new(service, null, new Measured())], TimeSpan.Zero, _ => { }, default);

        Assert.Null(Assert.Single(measured).Measured.HighestMemory);
    }

    private static async Task<Interview> AskAsync(FakeAsker asker, FoundService service) => (await new Interviewer(asker).AskAsync(service, CancellationToken.None))!;
}
