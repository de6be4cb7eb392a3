using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ConfigSecretTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_References_AreResolvedAndNeverShown()
    {
        _file["PORT"] = "8123";
        _file["CREDENTIALS_DIRECTORY"] = _file.Folder;
        File.WriteAllText(Path.Combine(_file.Folder, "token"), "s3cret\n");

        var result = _file.ReadService("""
            "liveness": {
              "url": "http://127.0.0.1:${env:PORT}/$${x}", "headers": { "Authorization": "Bearer ${credential:token}", "X": "literal" },
              "expect": { "text": "${file:token}", "json": { "/a": ["s", "${file:token}"], "/b": "$${b}" } } }
            """);

        Assert.Empty(result.Problems);
        var target = Assert.IsType<HttpTarget>(result.Config!.Services[0].Checks[0].Target);
        Assert.Equal("http://127.0.0.1:8123/${x}", target.Url.OriginalString);
        Assert.Equal(["Bearer s3cret", "literal"], target.Headers.Select(header => header.Value));
        Assert.Equal("s3cret", target.Text);
        Assert.Equal("""["s","s3cret"]""", target.Json[0].Value.GetRawText());
        var shown = EffectiveConfig.Write(result.Config);
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("literal", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("8123", shown, StringComparison.Ordinal);
        Assert.Contains("\"/b\": \"$${b}\"", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${env:NOPE}", "the environment variable NOPE is not set")]
    [InlineData("${file:nope}", "${file:nope}: there is no such file")]
    [InlineData("${file:/dev/zero}", "this is a pipe or a device")]
    [InlineData("${file:large}", "larger than 64K")]
    [InlineData("${file:binary}", "no UTF-8 text")]
    [InlineData("${credential:nope}", "CREDENTIALS_DIRECTORY is not set; add LoadCredential=nope:PATH")]
    [InlineData("${credential:../x}", "no name of a credential")]
    [InlineData("${env:X", "has no end")]
    [InlineData("${x}", "${x} is no reference")]
    [InlineData("${env:}", "is no reference")]
    public void Read_BadReference_NamesIt(string text, string message)
    {
        File.WriteAllText(Path.Combine(_file.Folder, "large"), new string('x', (64 << 10) + 1));
        File.WriteAllBytes(Path.Combine(_file.Folder, "binary"), [0xFF]);

        var problem = Assert.Single(_file.ReadService("\"liveness\": { \"url\": \"" + text + "\" }").Errors);

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal("services.s.liveness.url", problem.JsonPath);
    }

    [Theory]
    [InlineData("\"liveness\": { \"url\": \"${env:SECRET}\" }")]
    [InlineData("\"liveness\": { \"tcp\": \"${env:SECRET}\" }")]
    [InlineData("\"liveness\": { \"tcp\": \"h:1\", \"interval\": \"${env:SECRET}\" }")]
    [InlineData("\"memory\": { \"max\": \"${env:SECRET}\" }")]
    [InlineData("\"memory\": { \"max\": \"${env:SECRET}%\" }")]
    [InlineData("\"severity\": \"${env:SECRET}\"")]
    [InlineData("\"dependsOn\": [\"${env:SECRET}\"]")]
    [InlineData("\"liveness\": { \"url\": \"http://h/\", \"headers\": { \"A\": \"${env:BREAK}\" } }")]
    [InlineData("\"liveness\": { \"url\": \"http://user:s3cret@h/\" }")]
    public void Read_WrongSecret_IsNotInTheMessage(string keys)
    {
        _file["SECRET"] = "s3cret";
        _file["BREAK"] = "s3cret\r\nX: y";

        var problem = Assert.Single(_file.ReadService(keys).Errors).ToString();

        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Elsewhere_WarnsOfWhatOnlyTheUnitIsGivenAndReadsTheRest()
    {
        var result = ConfigReader.Read(Written("""
            { "services": {
              "web": {
                "systemd": { "unit": "web" },
                "liveness": { "url": "http://127.0.0.1:${env:PORT}/", "headers": { "A": "${credential:token}" }, "interval": "${env:EVERY}",
                  "expect": { "json": { "/a": ["${credential:token}"] }, "text": "${credential:token}" } },
                "deepHealth": { "tcp": "${env:ADDRESS}" }, "acceptLoop": { "counter": "/n", "from": "liveness" },
                "checks": { "db": { "command": ["redis-cli", "-a", "${credential:token}"] } }
              },
              "agents": { "systemd": { "unit": "agent@*.service" }, "liveness": { "url": "${env:BASE}/%i" }, "dependsOn": ["web"] } } }
            """), _ => null, elsewhere: true);

        Assert.Empty(result.Errors);
        Assert.Equal(["web.service", "agent@*.service"], result.Config!.Services.Select(service => ((SystemdConfig)service.Manager).Unit));
        Assert.Equal(["liveness", "deepHealth", "acceptLoop", "db"], result.Config.Services[0].Checks.Select(check => check.Policy.Name));
        Assert.Equal(8, result.Warnings.Count());
        Assert.Contains(result.Warnings, warning => warning.ToString().Contains(
            "services.web.liveness.headers.A: in this shell the credential token cannot be had: CREDENTIALS_DIRECTORY is not set; add LoadCredential=token:PATH", StringComparison.Ordinal));
        Assert.Contains("***", EffectiveConfig.Write(result.Config), StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", EffectiveConfig.Write(result.Config), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "services": { "s": { "systemd": { "unit": "${env:UNIT}" } } } }""", "the name of a unit must be known here as well")]
    [InlineData("""{ "services": { "s": { "systemd": "${env:UNIT}" } } }""", "no object")]
    [InlineData("""{ "services": { "s": { "systemd": { "unit": "s" }, "liveness": { "url": "${file:nope}" } } } }""", "there is no such file")]
    [InlineData("""{ "services": { "s": { "systemd": { "unit": "s" }, "liveness": { "url": "${env:X" } } } }""", "has no end")]
    public void Read_ElsewhereAndWrongEverywhere_IsAnError(string text, string message) =>
        Assert.Contains(message, Assert.Single(ConfigReader.Read(Written(text), _ => null, elsewhere: true).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "systemd": { "unit": "${env:SECRET}@" } }""", "this is a template")]
    [InlineData("""{ "systemd": { "unit": "${env:SECRET}" }, "liveness": { "url": "http://h:1%i/" } }""", "%i is the instance")]
    [InlineData("""{ "systemd": { "unit": "${env:SECRET}@*.service" }, "liveness": { "url": "http://h/" } }""", "would be asked at one address")]
    public void Read_MistakeThatWouldQuoteASecret_HidesIt(string service, string message)
    {
        _file["SECRET"] = "s3cret";
        var problem = Assert.Single(_file.Read($"{{ \"services\": {{ \"s\": {service} }} }}").Errors).ToString();
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_SameValueFromOutsideNow_IsAnotherConfiguration()
    {
        _file["NAME"] = "x";
        var literal = ConfigFile.One(_file.ReadService("\"liveness\": { \"url\": \"http://h/x\" }"));
        Assert.Equal(literal, ConfigFile.One(_file.ReadService("\"liveness\": { \"url\": \"http://h/x\" }")));
        Assert.NotEqual(literal, ConfigFile.One(_file.ReadService("\"liveness\": { \"url\": \"http://h/${env:NAME}\" }")));
    }

    private string Written(string text)
    {
        File.WriteAllText(_file.Path, text);
        return _file.Path;
    }
}
