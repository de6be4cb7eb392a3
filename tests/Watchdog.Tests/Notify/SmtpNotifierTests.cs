using System.Collections.Immutable;
using System.Text;
using Watchdog.Config;
using Watchdog.Notify;
using Watchdog.Notify.Sending;
using Watchdog.Tests.Probes;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Notify;

/// <summary>The framework's client against a mail server of a few lines.</summary>
public class SmtpNotifierTests
{
    private readonly List<string> _said = [];

    [Fact]
    public async Task Send_ToAServer_IsOneMailInItsThread()
    {
        await using var server = Server("220 hi", _ => null);

        var result = await Notifier(server).SendAsync(Samples.Of(MessageKind.Holding), CancellationToken.None);

        Assert.Equal(new SendResult(SendOutcome.Delivered, "taken by the mail server"), result);
        Assert.Contains("MAIL FROM:<watchdog@example.com>", _said);
        Assert.Contains("RCPT TO:<ops@example.com>", _said);
        Assert.Contains("Message-ID: <20261121-222242-7f3a-3@web1.watchdog>", _said, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("References: <20261121-222242-7f3a@web1.watchdog>", _said, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(_said, line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Send_HostileMessage_AddsNoHeader()
    {
        await using var server = Server("220 hi", _ => null);

        var result = await Notifier(server).SendAsync(Samples.Hostile(2), CancellationToken.None);

        Assert.Equal(SendOutcome.Delivered, result.Outcome);
        var head = _said.SkipWhile(line => line != "DATA").TakeWhile(line => line.Length > 0).ToArray();
        Assert.DoesNotContain(head, line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase) || line.StartsWith("X:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", SendOutcome.Barred)]
    [InlineData("RCPT", "554 relay access denied", SendOutcome.Barred)]
    [InlineData("MAIL", "554 spam", SendOutcome.Refused)]
    [InlineData("MAIL", "553 sender rejected", SendOutcome.Barred)]
    [InlineData("MAIL", "552 too large", SendOutcome.Refused)]
    [InlineData("RCPT", "451 try later", SendOutcome.Failed)]
    [InlineData("MAIL", "530 authenticate first", SendOutcome.Barred)]
    public async Task Send_ServerThatObjects_SaysWhatItSaid(string verb, string answer, object outcome)
    {
        await using var server = Server("220 hi", line => line.StartsWith(verb, StringComparison.Ordinal) ? answer : null);

        var result = await Notifier(server).SendAsync(Samples.Of(MessageKind.Also), CancellationToken.None);

        Assert.Equal((SendOutcome)outcome, result.Outcome);
        Assert.Contains(answer[..3], result.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OneRecipientRefusedForGood_IsDeliveredToTheOthersAndSaysWhoIsMissed()
    {
        await using var server = Server("220 hi", line => line == "RCPT TO:<b@example.com>" ? "550 no such user" : null);

        var result = await Notifier(server, to: ["a@example.com", "b@example.com", "c@example.com"]).SendAsync(Samples.Of(MessageKind.Also), CancellationToken.None);

        Assert.Equal((SendOutcome.Delivered, true), (result.Outcome, result.MissedSome));
        Assert.StartsWith("taken by the mail server, but not for b@example.com: 550", result.Said, StringComparison.Ordinal);
        Assert.Single(_said, "DATA");
    }

    [Fact]
    public async Task Send_SomeNotNow_AreTriedAloneAndGivenUpOnceItIsLate()
    {
        await using var server = Server("220 hi", line => line == "RCPT TO:<b@example.com>" ? "452 full" : line == "RCPT TO:<c@example.com>" ? "550 gone" : null);
        var time = new TestTimeProvider();
        var notifier = Notifier(server, to: ["a@example.com", "b@example.com", "c@example.com"], time: time);
        var outgoing = new Outgoing(Samples.Of(MessageKind.Also).Message with { At = time.GetUtcNow() });

        var first = await notifier.SendAsync(outgoing, CancellationToken.None);

        Assert.Equal(SendOutcome.Failed, first.Outcome);
        Assert.Equal(["a@example.com"], first.TakenBy);
        Assert.Contains("not for b@example.com: 452", first.Said, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMinutes(11));
        var last = await notifier.SendAsync(outgoing with { HasTaken = to => first.TakenBy.Contains(to) }, CancellationToken.None);

        Assert.Equal((SendOutcome.Delivered, true), (last.Outcome, last.MissedSome));
        Assert.Single(_said, "RCPT TO:<a@example.com>");
        Assert.Single(_said, "DATA");

        // From now on it keeps nothing from the others.
        var next = await notifier.SendAsync(new Outgoing(outgoing.Message with { At = time.GetUtcNow() }), CancellationToken.None);
        Assert.Equal((SendOutcome.Delivered, true), (next.Outcome, next.MissedSome));
    }

    [Fact]
    public async Task Send_AllRefusedAndOneNotNow_IsTriedAgain()
    {
        await using var server = Server("220 hi", line => line == "RCPT TO:<a@example.com>" ? "550 gone" : line.StartsWith("RCPT", StringComparison.Ordinal) ? "452 full" : null);

        var result = await Notifier(server, to: ["a@example.com", "b@example.com"]).SendAsync(Samples.Of(MessageKind.Also), CancellationToken.None);

        Assert.Equal(SendOutcome.Failed, result.Outcome);
        Assert.Empty(result.TakenBy);
    }

    [Fact]
    public async Task Send_ServerWithoutStartTls_IsNotTrusted()
    {
        await using var server = Server("220 hi", _ => null);

        var result = await Notifier(server, startTls: true).SendAsync(Samples.Of(MessageKind.Also), CancellationToken.None);

        Assert.False(result.IsDelivered);
        Assert.DoesNotContain("DATA", _said);
    }

    [Fact]
    public async Task Send_ServerThatHangs_IsLeftAtTheDeadline()
    {
        await using var server = FaultyServer.Serving((_, cancel) => Task.Delay(Timeout.Infinite, cancel));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Notifier(server).SendAsync(Samples.Of(MessageKind.Also), deadline.Token));
    }

    private static SmtpNotifier Notifier(FaultyServer server, bool startTls = false, ImmutableArray<string>? to = null, TestTimeProvider? time = null) => new(
        new SmtpConfig { Host = "127.0.0.1", Port = server.Port, From = "watchdog@example.com", To = to ?? ["ops@example.com"], StartTls = startTls },
        Secrets.None, time ?? new TestTimeProvider());

    /// <param name="greeting">Its first line.</param>
    /// <param name="objection">What it answers to a line instead of what is usual; null for that.</param>
    private FaultyServer Server(string greeting, Func<string, string?> objection) => FaultyServer.Serving(async (stream, cancel) =>
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync(greeting);
        var isData = false;
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            _said.Add(line);
            if (isData && line != ".") continue;
            if (!isData && line == "QUIT") return;
            await writer.WriteLineAsync(objection(line) ?? (isData ? "250 taken" : line == "DATA" ? "354 go on" : "250 fine"));
            isData = !isData && line == "DATA" && objection(line) is null;
        }
    });
}
