using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class EffectiveConfigTests : IDisposable
{
    private const string Everything = """
        "liveness": { "url": "http://127.0.0.1:1/a?b=$${c}", "unixSocket": "/run/s", "tls": { "ca": "/ca" }, "alertOnly": ["/x"],
          "expect": { "status": [200], "json": { "/a/~1": { "b": [1.50, null, "$${x}"] } }, "text": "ä<b>", "latency": "1s" } },
        "deepHealth": { "tcp": "[::1]:9" }, "acceptLoop": { "counter": "/n" }, "memory": { "max": "12.5%" },
        "checks": { "one": { "command": ["a b", "$${c}"] }, "two": { "tcp": "unix:/x" } }, "restart": { "killAfter": null, "signal": "SIGQUIT", "busy": { "pointer": "/n", "atMost": "1m" } }, "severity": "background",
        "maintenance": [ { "from": "22:00", "to": "24:00" }, { "days": ["sun"], "from": "03:00", "to": "02:00", "tz": "Europe/Berlin" } ],
        "dependsOn": [{ "tcp": "h:1" }, { "url": "http://h/x?y" }, { "command": ["c"] }]
        """;

    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Write_ReadAgain_IsTheSame()
    {
        var config = _file.ReadService(Everything).Config!;

        var text = EffectiveConfig.Write(config);
        var again = _file.Read(text);

        Assert.Empty(again.Problems);
        Assert.Equal(config.Services.AsEnumerable(), again.Config!.Services);
        Assert.Equal(text, EffectiveConfig.Write(again.Config));
        Assert.Contains("\"killAfter\": \"off\"", text, StringComparison.Ordinal);
        Assert.Contains("\"interval\": \"15s\"", text, StringComparison.Ordinal);
        Assert.Contains("\"from\": \"liveness\"", text, StringComparison.Ordinal);
        Assert.Contains("\"tz\": \"local\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Example_ReadsAgainAsTheSame()
    {
        var config = _file.Read(File.ReadAllText(Repository.File("watchdog.example.json"))).Config!;

        var again = _file.Read(EffectiveConfig.Write(config));

        Assert.Empty(again.Problems);
        Assert.Equal(config.Services.AsEnumerable(), again.Config!.Services);
    }

    [Fact]
    public void Equals_SameContent_IsEqual()
    {
        var one = _file.Service(Everything);
        var other = _file.Service(" \n" + Everything);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "http://127.0.0.1:2")]
    [InlineData("[200]", "[200, 201]")]
    [InlineData("1.50", "1.51")]
    [InlineData("12.5%", "12%")]
    [InlineData("\"a b\"", "\"a\"")]
    [InlineData("\"killAfter\": null", "\"killAfter\": \"20s\"")]
    [InlineData("background", "critical")]
    [InlineData("22:00", "22:01")]
    [InlineData("Europe/Berlin", "Europe/Paris")]
    [InlineData("\"counter\": \"/n\"", "\"counter\": \"/n\", \"stalledAfter\": 4")]
    public void Equals_OneThingElse_IsNot(string from, string to)
    {
        Assert.Contains(from, Everything, StringComparison.Ordinal);

        Assert.NotEqual(_file.Service(Everything), _file.Service(Everything.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void Equals_AnotherSecret_IsNot()
    {
        const string keys = """ "liveness": { "url": "http://h/", "headers": { "A": "${env:TOKEN}" } } """;
        _file["TOKEN"] = "1";
        var one = _file.Service(keys);
        var same = _file.Service(keys);
        _file["TOKEN"] = "2";

        Assert.Equal(one, same);
        Assert.NotEqual(one, _file.Service(keys));
    }
}
