using Watchdog.Config;
using Watchdog.Notify;
using Watchdog.Notify.Sending;
using Watchdog.Tests.Journal;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Notify;

public sealed class DeadMansSwitchTests : IDisposable
{
    private readonly TestTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly WebClient _client;
    private readonly CancellationTokenSource _stop = new();
    private string? _stuck;

    public DeadMansSwitchTests() => _client = new WebClient(_time);

    public void Dispose()
    {
        _client.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Run_WhileEveryLoopTurns_AsksAndElseDoesNot()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"));
        var heart = Create();
        heart.Use(new HeartbeatConfig(server.Url));
        var running = heart.RunAsync(_stop.Token);
        await _time.ArmedAsync(_time.Uptime + TimeSpan.FromSeconds(60));
        Assert.Single(server.Keys);
        await PassAsync();
        Assert.Equal(2, server.Keys.Count);

        Volatile.Write(ref _stuck, "web");
        await PassAsync();
        await PassAsync();
        Assert.Equal(2, server.Keys.Count);
        Assert.Equal([845], _log.Ids);
        Assert.Contains("web", _log.Messages[0], StringComparison.Ordinal);

        Volatile.Write(ref _stuck, null);
        await PassAsync();
        Assert.Equal(3, server.Keys.Count);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_ServerThatFails_IsToldOncePerOutage()
    {
        await using var server = new MessageServer(number => number is 1 or 4 ? MessageServer.Reply("200 OK") : MessageServer.Reply("500 x"));
        var heart = Create();
        var config = new HeartbeatConfig(server.Url);

        for (var i = 0; i < 5; i++) await heart.BeatAsync(config, CancellationToken.None);

        Assert.Equal([843, 844, 843], _log.Ids);
        Assert.DoesNotContain(_log.Messages, line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Use_TakenOut_AsksNoMore()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"));
        var heart = Create();
        heart.Use(new HeartbeatConfig(server.Url));
        var running = heart.RunAsync(_stop.Token);
        var due = _time.Uptime + TimeSpan.FromSeconds(60);
        await _time.ArmedAsync(due);

        heart.Use(null);
        await _time.DisarmedAsync(due);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Single(server.Keys);
        await _stop.CancelAsync();
        await running;
    }

    private DeadMansSwitch Create() => new(_client, () => Volatile.Read(ref _stuck), _time, _log);

    /// <summary>To the next time, and until what is due then is done.</summary>
    private async Task PassAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(60));
        await _time.ArmedAsync(_time.Uptime + TimeSpan.FromSeconds(60));
    }
}
