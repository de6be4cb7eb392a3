using Watchdog.Journal;
using Watchdog.Notify;
using Watchdog.Notify.Delivering;
using Watchdog.Tests.Cli.Handlers;
using Watchdog.Tests.Journal;

namespace Watchdog.Tests.Notify;

/// <summary>The program as a user runs it, against real servers.</summary>
public sealed class NotifyCommandTests : IDisposable
{
    private readonly BuiltProgram _watchdog = new();

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public async Task Test_AllNotifiers_SaysWhatEachAnswered()
    {
        await using var good = new MessageServer(_ => MessageServer.Reply("200 OK"));
        await using var bad = new MessageServer(_ => MessageServer.Reply("404 Not Found", body: "no_service"));
        Write($$"""
            "ops": { "slack": { "url": "{{good.Url}}" } }, "old": { "slack": { "url": "{{bad.Url}}" } },
            "unit": { "ntfy": { "url": "{{good.Url}}", "token": "${credential:ntfy}" } }, "script": { "exec": { "command": ["/bin/true"] } }
            """);

        var ran = await _watchdog.RunAsync("notify", "--test");

        Assert.Equal(1, ran.Code);
        var lines = ran.Output.TrimEnd().Split('\n');
        Assert.Matches(@"\Aops \(slack\): delivered: 200 OK \(in .+\)\z", lines[0]);
        Assert.Matches(@"\Aold \(slack\): NOT delivered: 404 NotFound: no_service: there is no such address any more; renew its URL \(in .+\)\z", lines[1]);
        Assert.StartsWith("unit (ntfy): NOT delivered: not sent, since a value in it can only be had by the daemon", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("script (exec): delivered: exit code 0", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", ran.Output + ran.Error, StringComparison.Ordinal);
        Assert.Contains("Test of notifier ops", Assert.Single(good.Bodies), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_watchdog.State));

        Assert.Equal(0, (await _watchdog.RunAsync("notify", "--test", "ops")).Code);
    }

    [Fact]
    public async Task Test_Unusable_SaysWhatToDo()
    {
        _watchdog.Services("\"a\": { \"systemd\": { \"unit\": \"a\" } }");
        (await _watchdog.RunAsync("notify", "--test")).Says(2, "names no notifier");
        File.WriteAllText(_watchdog.Config, """{ "services": { "a": { "systemd": { "unit": "a" } } }, "notifiers": { "ops": { "exec": { "command": ["true"] } } } }""");
        (await _watchdog.RunAsync("notify", "--test", "nobody")).Says(2, "no notifier is called 'nobody'; the configuration has ops");
        (await _watchdog.RunAsync("notify")).Says(2, "--test");
    }

    [Fact]
    public async Task Check_WithMessagesLeftByARunBefore_SendsThemAndBeats()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"));
        var directories = new Directories(_watchdog.State, Path.Combine(_watchdog.Folder, "r"));
        Assert.Null(directories.Prepare());
        var log = new CapturedLog();
        var outbox = new Outbox(new OutboxFiles(directories.Outbox, TimeProvider.System, log), TimeProvider.System, log);
        for (var i = 1; i <= 3; i++) outbox.Add(Samples.Of(MessageKind.Also).Message with { Id = $"s/{i}", Story = "s", At = DateTimeOffset.UtcNow }, ["ops"], null);
        Write($$"""
            "ops": { "webhook": { "url": "{{server.Url}}" } }
            """, $$"""
            , "heartbeat": { "url": "{{server.Url}}" }
            """);

        var ran = await _watchdog.RunAsync("check");

        Assert.Equal(0, ran.Code);
        Assert.Equal(["", "web1/s/1", "web1/s/2", "web1/s/3"], server.Keys.Order());
        Assert.Equal(["web1/s/1", "web1/s/2", "web1/s/3"], server.Keys.Where(key => key.Length > 0));
        Assert.Empty(Directory.GetFiles(directories.Outbox, "*.json"));
    }

    private void Write(string notifiers, string more = "") => File.WriteAllText(_watchdog.Config, $$"""{ "services": {}, "notifiers": { {{notifiers}} }{{more}} }""");
}
