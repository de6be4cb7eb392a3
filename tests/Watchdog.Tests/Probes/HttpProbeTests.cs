using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

public sealed class HttpProbeTests
{
    [Fact]
    public async Task Look_Twice_OpensAFreshConnectionEachTimeEvenWhenTheServerKeepsItsOpen()
    {
        await using var server = FaultyServer.HangingAfter(FaultyServer.Reply("200 OK", "{}"));
        using var clients = new ProbeClients();
        var probe = new HttpProbe(ProbeRig.Policy(), new HttpTarget { Url = server.Url }, [], null, clients, null, TimeProvider.System);

        for (var i = 0; i < 5; i++)
            Assert.Equal(Look.Passed, (await probe.LookAsync(default)).Observation.Look);

        Assert.Equal(5, server.Accepted);
    }

    [Fact]
    public async Task Look_Request_CarriesOnlyWhatItShould()
    {
        await using var server = FaultyServer.AnsweringJson("{}");

        await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri(server.Url, "/health?deep=1"), Headers = [new("Authorization", "Bearer s3cret")] });

        var lines = Assert.Single(server.Requests).TrimEnd().Split("\r\n");
        Assert.Equal("GET /health?deep=1 HTTP/1.1", lines[0]);
        Assert.Equal(
            ["Accept: */*", "Authorization: Bearer s3cret", "Connection: close", $"Host: 127.0.0.1:{server.Port}", "User-Agent: watchdog/0.1.0"],
            lines[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Look_HeadersOfTheUser_WinOverOurs()
    {
        await using var server = FaultyServer.AnsweringJson("{}");

        await ProbeRig.SeeAsync(new HttpTarget { Url = server.Url, Headers = [new("User-Agent", "mine"), new("Host", "example.com"), new("Accept", "text/x")] });

        var request = Assert.Single(server.Requests);
        Assert.Contains("User-Agent: mine\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Host: example.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Accept: text/x\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("watchdog", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_Pass_TimesItsPhasesInOrder()
    {
        await using var server = FaultyServer.AnsweringJson("{}");

        var seen = await ProbeRig.SeeAsync(server);

        Assert.Null(seen.Times.Tls);
        Assert.InRange(seen.Times.Connect!.Value, TimeSpan.FromTicks(1), seen.Times.FirstByte!.Value);
        Assert.InRange(seen.Times.FirstByte.Value, seen.Times.Connect.Value, seen.Times.LastByte!.Value);
        Assert.InRange(seen.Took, seen.Times.LastByte.Value, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Look_OverItsLatency_OnlyDegrades()
    {
        await using var server = FaultyServer.AnsweringJson("{}");

        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = server.Url, Latency = TimeSpan.FromTicks(1) });

        Assert.Equal((Look.Passed, true, ProbeCodes.Slow), (seen.Look, seen.Degraded, seen.Reason.Code));
    }

    [Fact]
    public async Task Look_NameWithSeveralAddresses_TriesThemAll()
    {
        // localhost may be ::1 first, where nothing listens.
        await using var server = FaultyServer.AnsweringJson("{}");

        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri($"http://localhost:{server.Port}/") });

        Assert.Equal(Look.Passed, seen.Look);
    }

    [Fact]
    public async Task Look_RedirectOnTheSameHost_IsFollowedOverFreshConnections()
    {
        await using var server = FaultyServer.Answering(request => request.StartsWith("GET /health ", StringComparison.Ordinal)
            ? "HTTP/1.1 307 Temporary Redirect\r\nLocation: /health/\r\nContent-Length: 0\r\n\r\n"
            : FaultyServer.Reply("200 OK", "{}"));

        var seen = await ProbeRig.SeeAsync(server);

        Assert.Equal(Look.Passed, seen.Look);
        Assert.Equal(2, server.Accepted);
    }

    [Fact]
    public async Task Look_RedirectLoop_EndsAfterFive()
    {
        await using var server = FaultyServer.Answering("HTTP/1.1 302 Found\r\nLocation: /health\r\nContent-Length: 0\r\n\r\n");

        var seen = await ProbeRig.SeeAsync(server);

        Assert.Equal((ProbeCodes.RedirectLoop, true), (seen.Reason.Code, seen.AlertOnly));
        Assert.Equal(6, server.Accepted);
    }

    [Theory]
    [InlineData("http://user:secret@login.example.com/in?token=secret#secret", "http://login.example.com/in")]
    [InlineData("https://127.0.0.1/health", "https://127.0.0.1/health")]
    [InlineData("http://127.0.0.1:1/health", "http://127.0.0.1:1/health")]
    [InlineData("//[::1]/", "http://[::1]/")]
    public async Task Look_RedirectOffHost_IsNotFollowedAndAlertsOnly(string location, string named)
    {
        await using var server = FaultyServer.Answering($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        var seen = await ProbeRig.SeeAsync(server);

        Assert.Equal((ProbeCodes.RedirectOffHost, true), (seen.Reason.Code, seen.AlertOnly));
        Assert.StartsWith($"it redirects to {named};", seen.Reason.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", seen.Reason.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task Look_RedirectThatIsExpected_Passes()
    {
        await using var server = FaultyServer.Answering("HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(Look.Passed, (await ProbeRig.SeeAsync(new HttpTarget { Url = server.Url, Status = [302] })).Look);
    }

    [Fact]
    public async Task Look_CompressedAnswer_IsNeitherAskedForNorUnpacked()
    {
        await using var server = FaultyServer.Answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope");

        Assert.Equal(Look.Passed, (await ProbeRig.SeeAsync(new HttpTarget { Url = server.Url, Text = "nope" })).Look);
        Assert.DoesNotContain("Encoding", server.Requests[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Look_Cookie_IsNotSentBack()
    {
        await using var server = FaultyServer.Answering("HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");

        await ProbeRig.SeeAsync(server);

        Assert.All(server.Requests, r => Assert.DoesNotContain("Cookie", r, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Look_UnixSocket_AsksThereAndSaysWhenThereIsNone()
    {
        var folder = Directory.CreateTempSubdirectory("wd");
        try
        {
            var path = Path.Combine(folder.FullName, "s");
            var target = new HttpTarget { Url = new Uri("http://app/health"), UnixSocket = path };

            Assert.Equal($"refused: there is no socket {path}", (await ProbeRig.SeeAsync(target)).Reason.ToString());
            await using (FaultyServer.OnUnixSocket(path, FaultyServer.Reply("200 OK", "{}")))
                Assert.Equal(Look.Passed, (await ProbeRig.SeeAsync(target)).Look);
            await File.WriteAllTextAsync(path, "");
            Assert.Equal($"refused: nothing listens on {path}", (await ProbeRig.SeeAsync(target)).Reason.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Look_ImpossibleUnixSocketPath_IsOursNotTheirs()
    {
        var seen = await ProbeRig.SeeAsync(new HttpTarget { Url = new Uri("http://app/"), UnixSocket = "/" + new string('x', 200) });

        Assert.Equal((Look.Unknown, ProbeCodes.OwnError), (seen.Look, seen.Reason.Code));
    }

    [Theory]
    [InlineData("""{"n":true}""", 1.0, null)]
    [InlineData("""{"n":false}""", 0.0, null)]
    [InlineData("""{"n":7}""", 7.0, null)]
    [InlineData("""{"n":null}""", null, ProbeCodes.NotANumber)]
    public async Task Look_WithFlag_ReadsItAsANumber(string body, double? value, string? problem)
    {
        await using var server = FaultyServer.AnsweringJson(body);
        using var clients = new ProbeClients();
        var probe = new HttpProbe(ProbeRig.Policy(), new HttpTarget { Url = server.Url }, ["/n"], null, clients, null, TimeProvider.System) { ReadsFlags = true };

        var counter = Assert.Single((await probe.LookAsync(default)).Readings);

        Assert.Equal((value, problem), (counter.Value, counter.Problem.Code));
    }

    [Theory]
    [InlineData("""{"a":{"n":42}}""", 42.0, null)]
    [InlineData("""{"a":{"n":1.5e3}}""", 1500.0, null)]
    [InlineData("""{"a":{"n":1e400}}""", null, ProbeCodes.NotANumber)]
    [InlineData("""{"a":{"n":"42"}}""", null, ProbeCodes.NotANumber)]
    [InlineData("""{"a":{"n":true}}""", null, ProbeCodes.NotANumber)]
    [InlineData("""{"a":{"n":NaN}}""", null, ProbeCodes.NotJson)]
    [InlineData("""{"a":{}}""", null, ProbeCodes.JsonMissing)]
    [InlineData("ok", null, ProbeCodes.NotJson)]
    public async Task Look_WithCounter_ReadsItAlongOrSaysWhyNot(string body, double? value, string? problem)
    {
        await using var server = FaultyServer.AnsweringJson(body);

        var answer = await ProbeRig.LookAsync(new HttpTarget { Url = server.Url }, counters: ["/a/n"]);

        Assert.Equal(Look.Passed, answer.Observation.Look);
        Assert.Equal((value, problem), (answer.Readings[0].Value, answer.Readings[0].Problem.Code));
    }

    [Fact]
    public async Task Look_WithCounterAndNoAnswer_HasTheAnswersProblem()
    {
        await using var server = FaultyServer.Answering("");

        var answer = await ProbeRig.LookAsync(new HttpTarget { Url = server.Url }, counters: ["/n"]);

        Assert.Equal(ProbeCodes.EmptyReply, Assert.Single(answer.Readings).Problem.Code);
    }

    [Fact]
    public async Task Look_WithoutCounter_HasNone()
    {
        await using var server = FaultyServer.AnsweringJson("{}");

        Assert.Empty((await ProbeRig.LookAsync(new HttpTarget { Url = server.Url })).Readings);
    }

    [Fact]
    public async Task Look_ManyAtOnceOverOneHandler_EachGetsItsOwnAnswer()
    {
        await using var server = FaultyServer.Answering(request => FaultyServer.Reply("200 OK", $$"""{"path":"{{request.Split(' ')[1]}}"}"""));
        using var clients = new ProbeClients();

        var looks = Enumerable.Range(0, 100).Select(i =>
        {
            var target = new HttpTarget { Url = new Uri(server.Url, $"/{i}"), Json = [ProbeRig.Expect("/path", $"\"/{i}\"")] };
            return new HttpProbe(ProbeRig.Policy(TimeSpan.FromSeconds(20)), target, [], null, clients, null, TimeProvider.System).LookAsync(TimeSpan.FromSeconds(20), default).AsTask();
        });

        Assert.All(await Task.WhenAll(looks), a => Assert.Equal("ok", a.Observation.Reason.ToString()));
        Assert.Equal(100, server.Accepted);
    }
}
