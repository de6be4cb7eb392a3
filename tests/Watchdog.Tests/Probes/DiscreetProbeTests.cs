using Watchdog.Core;
using Watchdog.Supervision;
using Watchdog.Tests.Config;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Probes;

/// <summary>What came from outside the configuration, against everything that quotes it: through the real reader, the real probes and a real server.</summary>
public sealed class DiscreetProbeTests : IDisposable
{
    private const string Token = "s3cr3t \"tok/en\"+=";
    private const string Long = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("""{ "url": "BASE/a/${env:TOKEN}" }""", "404 Not Found", "{}", "there is no /a/***;")]
    [InlineData("""{ "url": "BASE/", "expect": { "json": { "/a": "x${env:TOKEN}" } } }""", "200 OK", "{\"a\":1}", "/a is 1; \"x***\" was expected")]
    [InlineData("""{ "url": "BASE/", "expect": { "text": "${env:TOKEN}!" } }""", "200 OK", "{}", "the text \"***!\" stands nowhere")]
    [InlineData("""{ "url": "BASE/", "expect": { "text": "<${env:LONG}>" } }""", "200 OK", "{}", "the text \"<***…\" stands nowhere")]
    [InlineData("""{ "url": "BASE/${env:TOKEN}" }""", "302 Found\r\nLocation: http://elsewhere/s3cr3t%20%22tok/en%22+=", "", "redirects to http://elsewhere/***;")]
    [InlineData("""{ "url": "http://${env:HOST}.invalid/" }""", "", "", "the name ***.invalid ")]
    [InlineData("""{ "tcp": "127.0.0.1:${env:PORT}" }""", "", "", "nothing listens on 127.0.0.1:***")]
    [InlineData("""{ "url": "BASE${env:PATH_AND_QUERY}" }""", "404 Not Found", "{}", "there is no /***;")]
    [InlineData("""{ "url": "${env:URL}" }""", "", "", "the name *** ")]
    [InlineData("""{ "url": "http://${env:HOST_AND_PORT}/" }""", "", "", "the name *** ")]
    [InlineData("""{ "url": "BASE/", "expect": { "text": "${env:LINES}", "json": { "/a": "x" } } }""", "200 OK", "{\"a\":\"2nd-secret\"}", "/a is \"***\"")]
    [InlineData("""{ "url": "BASE/", "expect": { "json": { "/a": "x" } } }""", "200 OK", "{\"a\":\"s3cr3t \\\"tok/en\\\"+=\"}", "/a is \"s3cr3t", false)]
    [InlineData("""{ "url": "BASE/", "headers": { "X": "${env:TOKEN}" }, "expect": { "json": { "/a": "x" } } }""", "200 OK", "{\"a\":\"s3cr3t \\\"tok/en\\\"+=\"}", "/a is \"***\"")]
    [InlineData("""{ "command": ["/nowhere/${env:TOKEN}"] }""", "", "", "there is no program /nowhere/***;")]
    [InlineData("""{ "command": ["/bin/sh", "-c", "echo \"$1\" >&2; exit 3", "sh", "${env:TOKEN}"] }""", "", "", "code 3; it said: ***")]
    public async Task Look_SentenceThatWouldQuoteIt_HidesIt(string check, string status, string body, string expected, bool isSecret = true)
    {
        await using var server = FaultyServer.AnsweringJson(body, status);
        _file["TOKEN"] = Token;
        _file["LONG"] = Long;
        _file["HOST"] = "Secret-Host";
        _file["PORT"] = "6553";
        _file["PATH_AND_QUERY"] = "/hook/abcdef?key=1";
        _file["URL"] = "http://secret-host.invalid:81/hook";
        _file["HOST_AND_PORT"] = "secret-host.invalid:81";
        _file["LINES"] = "1st-secret\n2nd-secret\n";

        var seen = await LookAsync($"\"liveness\": {check.Replace("BASE", $"http://127.0.0.1:{server.Port}", StringComparison.Ordinal)}");

        Assert.NotEqual(Look.Passed, seen.Look);
        Assert.Contains(expected, seen.Reason.Sentence, StringComparison.Ordinal);
        if (isSecret) Assert.DoesNotContain("s3cr3t", seen.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ReferenceInTheDefaults_IsHiddenToo()
    {
        _file["PORT"] = "6553";
        var config = ConfigFile.One(_file.Read("""
            { "defaults": { "liveness": { "tcp": "127.0.0.1:${env:PORT}" } }, "services": { "s": { "systemd": { "unit": "s.service" } } } }
            """));

        Assert.DoesNotContain("6553", (await LookAsync(config)).Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_InstanceOfATemplate_HidesTheValueWithItsInstance()
    {
        _file["BASE"] = "/secret/%i/part";
        var config = ConfigFile.One(_file.Read("""
            { "services": { "a": { "systemd": { "unit": "agent@*.service" }, "liveness": { "command": ["/nowhere${env:BASE}"] } } } }
            """));
        var instance = Watchdog.Config.ServiceInstances.TryForInstance(config, "agent@blue.service", out _)!;

        Assert.Contains("there is no program /nowhere***;", (await LookAsync(instance)).Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_OfAProcess_HidesWhatItsProgramCameFrom()
    {
        _file["TOKEN"] = Token;
        var config = ConfigFile.One(_file.Read("""{ "services": { "s": { "process": { "command": ["/opt/${env:TOKEN}", "x"] } } } }"""));

        Assert.Equal("/opt/***", Watchdog.Web.StatusOf.Service(config, ServiceState.New, [], default).Unit);
    }

    [Fact]
    public void Build_NothingFromOutside_CostsNothing()
    {
        var config = _file.Service("\"liveness\": { \"tcp\": \"127.0.0.1:1\" }");
        using var probes = new Watchdog.Probes.ProbeFactory(TimeProvider.System);
        Assert.IsType<Watchdog.Probes.TcpProbe>(Assert.Single(CheckSlots.Build(config, new FakeUnit(), probes)).Probe);
    }

    private Task<Observation> LookAsync(string keys) => LookAsync(_file.Service(keys));

    private static async Task<Observation> LookAsync(Watchdog.Config.ServiceConfig config)
    {
        using var probes = new Watchdog.Probes.ProbeFactory(TimeProvider.System);
        var slot = Assert.Single(CheckSlots.Build(config, new FakeUnit(), probes));
        return (await slot.Probe.LookAsync(CancellationToken.None)).Observation;
    }
}
