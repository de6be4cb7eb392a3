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
}
