using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Watchdog.Notify.Sending;
using Watchdog.Notify;

namespace Watchdog.Tests.Notify;

/// <summary>A real server on loopback with real faults, under virtual time.</summary>
public sealed class DeliveryFaultTests : IDisposable
{
    private readonly DeliveryRig _rig = new();

    public void Dispose() => _rig.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public static TheoryData<string, string?> Faults() => new()
    {
        { "500 InternalServerError: oops", MessageServer.Reply("500 Internal Server Error", body: "oops") },
        { "503 ServiceUnavailable", MessageServer.Reply("503 Service Unavailable") },
        { "the connection was closed without an answer", null },
        { "the answer is no HTTP, or it was cut off", "SSH-2.0-x\r\n\r\n" },
        { "no answer within 10 s", "" },
        { "401 Unauthorized: no way: we are not let in; renew its key or token", MessageServer.Reply("401 Unauthorized", body: "no way") },
        { "404 NotFound: there is no such address any more; renew its URL", MessageServer.Reply("404 Not Found") },
        { "302 Found: we are sent elsewhere, and do not go there with what is secret; write the URL that it leads to", MessageServer.Reply("302 Found", "Location: http://127.0.0.1:1/\r\n") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Send_ServerWithAFault_IsTriedAgainUntilItIsTaken(string why, string? answer)
    {
        await using var server = new MessageServer(number => number <= 3 ? answer : MessageServer.Reply("200 OK"));
        _rig.Use(DeliveryRig.Webhook("n", server.Url));
        _rig.Add("s/1", "n");
        _rig.Add("s/2", "n");

        // What hangs has its deadline by the same clock.
        await _rig.PassAsync(() => _rig.Outbox.IsEmpty, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), hangs: () => answer == "" && server.Keys.Count <= 3 && server.Keys.Count == _rig.Begun);

        Assert.Equal(["web1/s/1", "web1/s/1", "web1/s/1", "web1/s/1", "web1/s/2"], server.Keys);
        Assert.Contains(why, _rig.Log.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Log.Messages, line => line.Contains("s3cret", StringComparison.Ordinal) || line.Contains("127.0.0.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Retry-After: 300\r\n", 300)]
    [InlineData("Retry-After: Fri, 20 Nov 2026 10:12:03 GMT\r\n", 600)]
    [InlineData("Retry-After: 999999\r\n", 3600)]
    public async Task Send_TooManyRequests_WaitsAsLongAsAsked(string header, int seconds)
    {
        var times = new List<TimeSpan>();
        await using var server = new MessageServer(number =>
        {
            lock (times) times.Add(_rig.Time.Uptime);
            return number == 1 ? MessageServer.Reply("429 Too Many Requests", header) : MessageServer.Reply("204 No Content");
        });
        _rig.Use(DeliveryRig.Webhook("n", server.Url));
        _rig.Add("s/1", "n");

        await _rig.PassAsync(() => _rig.Outbox.IsEmpty, TimeSpan.FromSeconds(5), TimeSpan.FromHours(2));

        Assert.Equal(2, server.Keys.Count);
        Assert.InRange((times[1] - times[0]).TotalSeconds, seconds - 10, seconds + 60);
    }

    [Fact]
    public async Task Send_WithHeadersOfItsContent_ArrivesWithThose()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"));
        using var client = new WebClient(TimeProvider.System);
        var request = new Watchdog.Notify.Presets.VendorRequest(server.Url, [1]) { Headers = [new("Content-Type", "text/plain"), new("Content-Language", "en"), new("User-Agent", "mine"), new("X-Own", "1")] };

        var result = await client.SendAsync(request, "k", Watchdog.Config.Secrets.None, CancellationToken.None);

        Assert.True(result.IsDelivered, result.Said);
        string[] headers = [.. Assert.Single(server.Heads).Split("\r\n").Where(line => line.StartsWith("Content-Type", StringComparison.Ordinal) || line.StartsWith("Content-Language", StringComparison.Ordinal) || line.StartsWith("User-Agent", StringComparison.Ordinal))];
        Assert.Equal(["Content-Language: en", "Content-Type: text/plain", "User-Agent: mine"], headers.Order());
    }

    [Fact]
    public async Task Send_NobodyListens_SaysRefused()
    {
        Uri url;
        await using (var server = new MessageServer(_ => null)) url = server.Url;
        using var client = new WebClient(TimeProvider.System);

        var result = await client.SendAsync(new(url, [1]), "k", Watchdog.Config.Secrets.None, CancellationToken.None);

        Assert.Equal(SendResult.Failed("the connection was refused"), result);
    }

    [Fact]
    public async Task Send_CertificateOfNobody_SaysSoAndSendsNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"), async plain =>
        {
            var tls = new SslStream(plain);
            await tls.AuthenticateAsServerAsync(certificate);
            return tls;
        });
        using var client = new WebClient(TimeProvider.System);

        var result = await client.SendAsync(new(server.TlsUrl, [1]), "k", Watchdog.Config.Secrets.Of([server.TlsUrl.OriginalString]), CancellationToken.None);

        Assert.Equal(SendOutcome.Failed, result.Outcome);
        Assert.StartsWith("no TLS connection: The remote certificate", result.Said, StringComparison.Ordinal);
        Assert.Empty(server.Keys);
    }

    [Fact]
    public async Task Send_EndlessAnswer_IsReadInPart()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("400 Bad Request", body: new string('x', 1 << 20)));
        using var client = new WebClient(TimeProvider.System);

        var result = await client.SendAsync(new(server.Url, [1]), "k", Watchdog.Config.Secrets.None, CancellationToken.None);

        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.InRange(result.Said.Length, 10, 250);
    }

    [Theory]
    [InlineData("Invalid routing key", true)]
    [InlineData("{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\"Length of 'routing_key' is incorrect (should be 32 characters)\"]}", true)]
    [InlineData("{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\"'payload.severity' is invalid\"]}", false)]
    public async Task Send_PagerDutyAnswers400_IsBarredWhereItIsTheKey(string body, bool isTheKey)
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("400 Bad Request", body: body));
        using var factory = new NotifierFactory(TimeProvider.System);
        var notifier = factory.Create(new() { Name = "p", Target = new Watchdog.Config.PagerDutyConfig("key") { To = server.Url } });

        foreach (var kind in (MessageKind[])[MessageKind.Opened, MessageKind.Recovered, MessageKind.Report])
        {
            Assert.Equal(isTheKey ? SendOutcome.Barred : SendOutcome.Refused, (await notifier.SendAsync(Samples.Of(kind), CancellationToken.None)).Outcome);
        }
    }

    [Fact]
    public async Task Send_AnotherVendorAnswers400OfARoutingKey_IsRefused()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("400 Bad Request", body: "Invalid routing key"));
        using var client = new WebClient(TimeProvider.System);

        Assert.Equal(SendOutcome.Refused, (await client.SendAsync(new(server.Url, [1]), "k", Watchdog.Config.Secrets.None, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Send_ATestToPagerDuty_OpensAndResolves()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("202 Accepted"));
        using var factory = new NotifierFactory(TimeProvider.System);
        var notifier = factory.Create(new() { Name = "p", Target = new Watchdog.Config.PagerDutyConfig("key") { To = server.Url } });

        var result = await notifier.SendAsync(Samples.Of(MessageKind.Test), CancellationToken.None);

        Assert.Equal(new SendResult(SendOutcome.Delivered, "202 Accepted"), result);
        Assert.Equal(["web1/report-Test", "web1/report-Test.1"], server.Keys);
        Assert.Contains("\"trigger\"", server.Bodies[0], StringComparison.Ordinal);
        Assert.Contains("\"resolve\"", server.Bodies[1], StringComparison.Ordinal);
    }
}
