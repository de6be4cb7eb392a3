using Watchdog.Config;
using Watchdog.Evidence;

namespace Watchdog.Tests.Evidence;

public sealed class SecretBelowTests
{
    [Theory]
    [InlineData("password:\n  hunter2\nhost: db1\n", "password:\n  ***\nhost: db1\n")]
    [InlineData("db:\n  - password:\n      hunter2\n    host: db1\n", "db:\n  - password:\n      ***\n    host: db1\n")]
    [InlineData("api_key: >-\n  hun\n  ter2\n\n  more\nport: 80\n", "api_key: ***\n  ***\n  ***\n\n  ***\nport: 80\n")]
    [InlineData("password: !vault |\n  hunter2\nport: 80\n", "password: *** |\n  ***\nport: 80\n")]
    [InlineData("tokens:\n  - abc\n  - def\nport: 80\n", "tokens:\n  ***\n  ***\nport: 80\n")]
    [InlineData("tokens:\n- abc\n- def\nport: 80\n", "tokens:\n***\n***\nport: 80\n")]
    [InlineData("secrets:\n  db: hunter2\n  deep:\n    one: hunter3\nport: 80\n", "secrets:\n  ***\n  ***\n    ***\nport: 80\n")]
    [InlineData("{\n  \"password\":\n     \"hunter2\",\n  \"port\": 80\n}\n", "{\n  \"password\":\n     ***\n  \"port\": 80\n}\n")]
    [InlineData("{\n  \"password\":\n  \"hunter2\",\n  \"port\": 80\n}\n", "{\n  \"password\":\n  ***\n  \"port\": 80\n}\n")]
    [InlineData("  \"tokens\": [\n    \"abc\",\n    \"def\"\n  ],\n  \"port\": 80\n", "  \"tokens\": ***\n    ***\n    ***\n  ],\n  \"port\": 80\n")]
    [InlineData("Enter the password:\nhunter2\nwelcome\n", "Enter the password:\n***\nwelcome\n")]
    [InlineData("- name: DB_PASSWORD\n  value: hunter2\n- name: PORT\n  value: 80\n", "- name: DB_PASSWORD\n  value: ***\n- name: PORT\n  value: 80\n")]
    [InlineData("\"name\": \"DB_PASSWORD\",\n\"value\":\n  \"hunter2\"\n\"port\": 80\n", "\"name\": \"DB_PASSWORD\",\n\"value\":\n  ***\n\"port\": 80\n")]
    public void Hide_SecretBelowItsName_IsGone(string text, string hidden) => Assert.Equal(hidden, new LineRedactor(Secrets.None).Hide(text));

    [Theory]
    [InlineData("PASSWORD=\nHOST=db1\n")]
    [InlineData("password:\nhost: db1\n")]
    [InlineData("set-cookie:\ncontent-type: text/html\n")]
    [InlineData("password:\n  null\nport: 80\n")]
    [InlineData("token_file:\n  /run/token\nport: 80\n")]
    [InlineData("name: DB_PASSWORD\nport: 80\nvalue: of another\n")]
    [InlineData("name: auth-service\n  image: web:1\n")]
    [InlineData("#3 auth::verify::\nmore\n")]
    [InlineData("author:\n  anna\n")]
    public void Hide_NothingBelowTheName_HidesNothing(string text) => Assert.Equal(text, new LineRedactor(Secrets.None).Hide(text));

    [Fact]
    public void Hide_SecretBelowItsNameInALog_IsGoneAmongTheLinesOfOthers()
    {
        const string Web = "2026-11-22 02:45:00.123 info    web[7]: ";
        const string Cron = "2026-11-22 02:45:01.004 info    cron[812]: ";

        var text = Hidden($"{Web}tokens:", $"{Cron}one", $"{Cron}two", $"{Web}  - abc", $"{Cron}three", $"{Web}  - def", $"{Web}ready", $"{Cron}four");

        Assert.Equal(Lines($"{Web}tokens:", "2026-11-22 02:45:01.004 info    ***", $"{Cron}two", $"{Web}  ***", $"{Cron}three", $"{Web}  ***", $"{Web}ready", $"{Cron}four"), text);
    }

    [Fact]
    public void Hide_SecretAfterASentenceInALog_IsGoneAndNoLineMore()
    {
        const string Web = "2026-11-22 02:45:00.123 info    web[7]: ";

        Assert.Equal(
            Lines($"{Web}please type the password:", $"{Web}***", $"{Web}  at once", $"{Web}ready"),
            Hidden($"{Web}please type the password:", $"{Web}hunter2", $"{Web}  at once", $"{Web}ready"));
    }

    [Fact]
    public void Hide_MessageOfManyLinesInALog_HasNoSecretBelowItsName()
    {
        const string Web = "2026-11-22 02:45:00.123 info    web[7]: ";

        Assert.Equal(Lines($"{Web}password:", "  ***", "  ***", $"{Web}ready"), Hidden($"{Web}password:", "  hun", "  ter2", $"{Web}ready"));
    }

    [Fact]
    public void Hide_SecretAtAnotherLevel_IsGone()
    {
        Assert.Equal(
            Lines("02:45:00 info web[7]: password:", "02:45:00 ***", "02:45:01 err web[7]: failed"),
            Hidden("02:45:00 info web[7]: password:", "02:45:00 err web[7]: hunter2", "02:45:01 err web[7]: failed"));
    }

    [Fact]
    public void Hide_NameWithEndlessLinesBelow_HidesNoMoreThanTheBound()
    {
        var text = Hidden(["token:", .. Enumerable.Range(0, 100).Select(i => $"  at line {i}")]);

        Assert.Equal(SecretBelow.MostLines, text.Split('\n').Count(line => line == "  ***"));
        Assert.Contains($"\n  at line {SecretBelow.MostLines}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hide_LinesThatComeOneByOne_AreRemembered()
    {
        var redactor = new LineRedactor(Secrets.None);

        Assert.Equal("password:\n  ***\nport: 80\n", redactor.Hide("password:\n") + redactor.Hide("  hunter2\n") + redactor.Hide("port: 80\n"));
    }

    [Fact]
    public void Hide_PrivateKeyBelowItsName_IsGoneWhole() =>
        Assert.Equal("private_key: ***\n  ***\nport: 80\n", Hidden("private_key: |", "  -----BEGIN PRIVATE KEY-----", "  MIIEow", "  -----END PRIVATE KEY-----", "port: 80"));

    private static string Hidden(params string[] lines) => new LineRedactor(Secrets.None).Hide(Lines(lines));

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));
}
