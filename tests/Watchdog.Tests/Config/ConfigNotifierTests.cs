using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ConfigNotifierTests : IDisposable
{
    private const string All = """
        "ops": { "slack": { "url": "${env:SLACK_URL}" } },
        "phone": { "ntfy": { "url": "https://ntfy.sh/topic-s3cret", "token": "tk_s3cret" }, "rateLimit": { "messages": 5, "within": "1m" } },
        "pager": { "pagerduty": { "routingKey": "s3cret-key" } },
        "chat": { "discord": { "url": "https://discord.com/api/webhooks/1/s3cret" } },
        "hook": { "webhook": { "url": "https://h/s3cret", "headers": { "Authorization": "Bearer s3cret" }, "template": { "text": "{{title}}" }, "hmac": { "secret": "s3cret" } } },
        "script": { "exec": { "command": ["/usr/local/bin/tell", "{{kind}}", "${env:ARGUMENT}"] } },
        "mail": { "smtp": { "host": "mail.example.com", "from": "w@example.com", "to": ["o@example.com"], "username": "u", "password": "s3cret-password" } }
        """;

    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_EachKind_IsReadAndItsSecretsAreNotShown()
    {
        _file["SLACK_URL"] = "https://hooks.slack.com/services/s3cret";
        _file["ARGUMENT"] = "s3cret-argument";

        var result = Read(All, ", \"heartbeat\": { \"url\": \"https://hc-ping.com/s3cret\", \"every\": \"30s\" }");

        Assert.Empty(result.Problems);
        Assert.Equal(
            [typeof(SlackConfig), typeof(NtfyConfig), typeof(PagerDutyConfig), typeof(DiscordConfig), typeof(WebhookConfig), typeof(ExecConfig), typeof(SmtpConfig)],
            result.Config!.Notifiers.Select(notifier => notifier.Target!.GetType()));
        Assert.Equal((5, TimeSpan.FromMinutes(1)), (result.Config.Notifiers[1].RateMessages, result.Config.Notifiers[1].RateWithin));
        Assert.Equal((20, TimeSpan.FromMinutes(5)), (result.Config.Notifiers[0].RateMessages, result.Config.Notifiers[0].RateWithin));
        Assert.Equal(TimeSpan.FromSeconds(30), result.Config.Heartbeat!.Every);
        var shown = EffectiveConfig.Write(result.Config);
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.Contains("\"tls\": \"starttls\"", shown, StringComparison.Ordinal);
        Assert.Contains("{{title}}", shown, StringComparison.Ordinal);
        Assert.Equal("an answer with ***", result.Config.Notifiers[0].Secrets.Hide("an answer with https://hooks.slack.com/services/s3cret"));
    }

    [Theory]
    [InlineData("\"a\": {}", "notifiers.a", "nothing says how to send; add one of slack, discord")]
    [InlineData("\"a\": { \"slack\": { \"url\": \"https://h/x\" }, \"exec\": { \"command\": [\"x\"] } }", "notifiers.a", "here are slack and exec")]
    [InlineData("\"a b\": { \"exec\": { \"command\": [\"x\"] } }", "notifiers.\"a b\"", "no name of a notifier")]
    [InlineData("\"a\": { \"slack\": {} }", "notifiers.a.slack", "\"url\" is missing here")]
    [InlineData("\"a\": { \"slak\": {} }", "notifiers.a.slak", "did you mean \"slack\"?")]
    [InlineData("\"a\": { \"ntfy\": { \"url\": \"https://ntfy.sh/\" } }", "notifiers.a.ntfy.url", "the topic is missing")]
    [InlineData("\"a\": { \"webhook\": { \"url\": \"https://h/\", \"template\": [\"{{titel}}\"] } }", "notifiers.a.webhook.template", "there is no placeholder {{titel}}")]
    [InlineData("\"a\": { \"webhook\": { \"url\": \"https://h/\", \"template\": [\"{{service_name}}\"] } }", "notifiers.a.webhook.template", "there is no placeholder {{service_name}}; there are {{title}}")]
    [InlineData("\"a\": { \"webhook\": { \"url\": \"https://h/\", \"template\": { \"a\": { \"{{title}}\": 1 } } } }", "notifiers.a.webhook.template", "placeholders stand in values only")]
    [InlineData("\"a\": { \"webhook\": { \"url\": \"https://h/\", \"headers\": { \"X\": \"grün\" } } }", "notifiers.a.webhook.headers.X", "ASCII characters only")]
    [InlineData("\"a\": { \"exec\": { \"command\": [\"x\", \"{{nope}}\"] } }", "notifiers.a.exec.command", "there is no placeholder {{nope}}")]
    [InlineData("\"a\": { \"webhook\": { \"url\": \"https://h/\", \"hmac\": {} } }", "notifiers.a.webhook.hmac", "\"secret\" is missing here")]
    [InlineData("\"a\": { \"smtp\": { \"host\": \"m\", \"from\": \"x\", \"to\": [\"o@e\"] } }", "notifiers.a.smtp.from", "this is no address")]
    [InlineData("\"a\": { \"ntfy\": { \"url\": \"https://ntfy.sh/topic?auth=x\" } }", "notifiers.a.ntfy.url", "a topic has no query")]
    [InlineData("\"a\": { \"smtp\": { \"host\": \"m\", \"from\": \"w@e\", \"to\": [\"o@e\"], \"username\": \"u\" } }", "notifiers.a.smtp.username", "nobody is let in by a name alone")]
    [InlineData("\"a\": { \"smtp\": { \"host\": \"m\", \"from\": \"w@e\", \"to\": [\"o@e\"], \"port\": 465 } }", "notifiers.a.smtp.port", "write 587")]
    public void Read_Mistake_SaysWhatToWrite(string text, string path, string message)
    {
        var result = Read(text);

        var problem = result.Errors.First();
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(path, problem.JsonPath);
    }

    [Theory]
    [InlineData("Bearer LITERALTOK22", "bad token LITERALTOK22", "bad token ***")]
    [InlineData("token LITERALTOK22", "wrong: LITERALTOK22", "wrong: ***")]
    [InlineData("Basic dTpwYXNzdzByZCE=", "u may not come in with passw0rd!", "u may not come in with ***")]
    [InlineData("Bearer x1y2", "the connection was reset by token-in-the-path-1", "the connection was reset by ***")]
    [InlineData("Bearer x1y2", "no such key: 0123456789ab", "no such key: ***")]
    public void Secrets_OfAWebhook_AreHiddenPieceByPieceAndWordsAreNot(string header, string said, string shown)
    {
        var result = Read($$"""
            "a": { "webhook": { "url": "https://h.example/reset/token-in-the-path-1?key=0123456789ab", "headers": { "Authorization": "{{header}}" } } }
            """);

        Assert.Equal(shown, result.Config!.Notifiers[0].Secrets.Hide(said));
    }

    [Fact]
    public void Secrets_OfAUrlWithAWord_LeaveTheWordAlone()
    {
        var result = Read("\"a\": { \"webhook\": { \"url\": \"https://h.example/reset\" } }");

        Assert.Equal("the connection was reset", result.Config!.Notifiers[0].Secrets.Hide("the connection was reset"));
    }

    [Theory]
    [InlineData("\"slack\": { \"url\": \"http://h.example/x\" }", true)]
    [InlineData("\"slack\": { \"url\": \"http://127.0.0.1/x\" }", false)]
    [InlineData("\"slack\": { \"url\": \"https://h.example/x\" }", false)]
    [InlineData("\"webhook\": { \"url\": \"http://h.example/x\" }", false)]
    [InlineData("\"webhook\": { \"url\": \"http://h.example/x\", \"headers\": { \"A\": \"b\" } }", true)]
    [InlineData("\"smtp\": { \"host\": \"m.example\", \"from\": \"w@e\", \"to\": [\"o@e\"], \"tls\": \"off\" }", false)]
    [InlineData("\"smtp\": { \"host\": \"m.example\", \"from\": \"w@e\", \"to\": [\"o@e\"], \"tls\": \"off\", \"username\": \"u\", \"password\": \"p\" }", true)]
    public void Read_SecretInTheClear_IsWarnedOf(string kind, bool warned)
    {
        var result = Read($"\"a\": {{ {kind} }}");

        Assert.NotNull(result.Config);
        Assert.Equal(warned, result.Warnings.Any(warning => warning.Message.Contains("in the clear", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_CredentialOfTheUnit_MarksThatNotifierAlone()
    {
        File.WriteAllText(_file.Path, "{\"services\":{},\"notifiers\":{\"a\":{\"slack\":{\"url\":\"${credential:x}\"}},\"b\":{\"slack\":{\"url\":\"https://h/x\"}}}}");

        var result = ConfigReader.Read(_file.Path, _ => null, elsewhere: true);

        Assert.Equal([true, false], result.Config!.Notifiers.Select(notifier => notifier.IsPartial));
    }

    [Fact]
    public void Equals_SameFileTwice_IsTrueAndAnotherSecretIsNot()
    {
        _file["SLACK_URL"] = "https://h/one";
        _file["ARGUMENT"] = "x";
        var one = Read(All).Config!.Notifiers;
        Assert.Equal(one.AsEnumerable(), Read(All).Config!.Notifiers.AsEnumerable());

        _file["SLACK_URL"] = "https://h/two";
        Assert.NotEqual(one[0], Read(All).Config!.Notifiers[0]);
    }

    private ConfigResult Read(string notifiers, string more = "") => _file.Read("{\"services\":{\"s\":{\"systemd\":{\"unit\":\"s\"}}},\"notifiers\":{" + notifiers + "}" + more + "}");
}
