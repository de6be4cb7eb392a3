using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>Real handshakes on loopback, with certificates made for each test.</summary>
public sealed class HttpTlsTests : IDisposable
{
    private readonly string caFile = Path.GetTempFileName();
    private readonly X509Certificate2 authority = Authority();

    public HttpTlsTests() => File.WriteAllText(caFile, authority.ExportCertificatePem());

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }

    [Fact]
    public async Task Look_CustomAuthority_PassesAndTimesTheHandshakeEachTime()
    {
        await using var server = Server(Certificate("127.0.0.1", days: 1));

        for (var i = 1; i <= 3; i++)
        {
            var seen = await ProbeRig.SeeAsync(Target(server) with { CaFile = caFile });

            Assert.Equal("ok", seen.Reason.ToString());
            Assert.InRange(seen.Times.Tls!.Value, seen.Times.Connect!.Value, seen.Times.FirstByte!.Value);
            Assert.Equal(i, server.Accepted);
        }
    }

    [Fact]
    public async Task Look_UntrustedAuthority_AlertsOnly()
    {
        await using var server = Server(Certificate("127.0.0.1", days: 1));

        await FailsAsync(Target(server), "the certificate is not signed by a trusted authority; name its authority in caFile");
    }

    [Fact]
    public async Task Look_SelfSigned_AlertsOnlyUnlessItIsTheAuthority()
    {
        using var own = SelfSigned();
        await using var server = Server(own);
        var ownFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(ownFile, own.ExportCertificatePem());

        await FailsAsync(Target(server), "the certificate is not signed by a trusted authority; name its authority in caFile");
        await FailsAsync(Target(server) with { CaFile = caFile }, "the certificate is not signed by a trusted authority; name its authority in caFile");
        Assert.Equal("ok", (await ProbeRig.SeeAsync(Target(server) with { CaFile = ownFile })).Reason.ToString());
        File.Delete(ownFile);
    }

    [Fact]
    public async Task Look_Expired_AlertsOnlyAndSaysSinceWhen()
    {
        var certificate = Certificate("127.0.0.1", days: -2);
        await using var server = Server(certificate);

        var until = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
        await FailsAsync(Target(server) with { CaFile = caFile }, $"the certificate is expired or not yet valid (it is good until {until}); renew it");
    }

    [Fact]
    public async Task Look_WrongName_AlertsOnly()
    {
        await using var server = Server(Certificate("other.example", days: 1));

        await FailsAsync(Target(server) with { CaFile = caFile }, "the certificate is for another name than 127.0.0.1");
    }

    [Fact]
    public async Task Look_Insecure_AcceptsAnyCertificate()
    {
        await using var server = Server(Certificate("other.example", days: -2));

        Assert.Equal("ok", (await ProbeRig.SeeAsync(Target(server) with { Insecure = true })).Reason.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no certificate in here")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Look_UnusableCaFile_IsOursNotTheirs(string? content)
    {
        await using var server = Server(Certificate("127.0.0.1", days: 1));
        var file = Path.GetTempFileName();
        if (content is null)
            File.Delete(file);
        else
            await File.WriteAllTextAsync(file, content);

        var seen = await ProbeRig.SeeAsync(Target(server) with { CaFile = file });

        Assert.Equal((Look.Unknown, ProbeCodes.OwnCaFile), (seen.Look, seen.Reason.Code));
        Assert.StartsWith($"the CA file {file} cannot be used: ", seen.Reason.Sentence, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Look_CaFileReplaced_IsReadAgain()
    {
        await using var server = Server(Certificate("127.0.0.1", days: 1));
        using var clients = new ProbeClients();
        using var other = SelfSigned();
        var probe = new HttpProbe(ProbeRig.Policy(), Target(server) with { CaFile = caFile }, [], null, clients, new CaBundle(caFile), TimeProvider.System);

        Assert.Equal(Look.Passed, (await probe.LookAsync(default)).Observation.Look);
        await File.WriteAllTextAsync(caFile, other.ExportCertificatePem() + "\n");
        Assert.Equal(ProbeCodes.TlsFailed, (await probe.LookAsync(default)).Observation.Reason.Code);
    }

    [Fact]
    public async Task Look_HandshakeNeverAnswered_TimesOutOnTls()
    {
        await using var server = FaultyServer.Serving((_, cancel) => Task.Delay(Timeout.Infinite, cancel));

        var seen = await ProbeRig.SeeAsync(Target(server), ProbeRig.Deadline);

        Assert.StartsWith("timeout-tls: the TLS handshake was not done in 400 ms; connected in ", seen.Reason.ToString(), StringComparison.Ordinal);
        Assert.InRange(seen.Took, TimeSpan.Zero, ProbeRig.Deadline + ProbeRig.Grace);
    }

    [Fact]
    public async Task Look_ServerSpeaksNoTls_FailsTheHandshake()
    {
        await using var plain = FaultyServer.Serving(async (stream, cancel) =>
        {
            await stream.ReadExactlyAsync(new byte[5], cancel);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancel);
        });
        await using var closing = FaultyServer.Serving((_, _) => Task.CompletedTask);

        foreach (var server in new[] { plain, closing })
        {
            var seen = await ProbeRig.SeeAsync(Target(server), TimeSpan.FromSeconds(2));
            Assert.Equal((Look.Failed, ProbeCodes.TlsFailed, false), (seen.Look, seen.Reason.Code, seen.AlertOnly));
        }
    }

    [Fact]
    public async Task Look_HangAfterTheHandshake_TimesOutOnFirstByte()
    {
        await using var server = Server(Certificate("127.0.0.1", days: 1), answer: false);

        var seen = await ProbeRig.SeeAsync(Target(server) with { CaFile = caFile }, TimeSpan.FromSeconds(1));

        Assert.Equal(ProbeCodes.TimeoutFirstByte, seen.Reason.Code);
        Assert.NotNull(seen.Times.Tls);
    }

    private static async Task FailsAsync(HttpTarget target, string sentence)
    {
        var seen = await ProbeRig.SeeAsync(target);
        Assert.Equal((Look.Failed, true, $"tls-failed: {sentence}"), (seen.Look, seen.AlertOnly, seen.Reason.ToString()));
    }

    private static HttpTarget Target(FaultyServer server) => new() { Url = new Uri($"https://127.0.0.1:{server.Port}/health") };

    private static FaultyServer Server(X509Certificate2 certificate, bool answer = true) => FaultyServer.Serving(async (stream, cancel) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancel);
        await FaultyServer.ReadRequestAsync(tls, cancel);
        if (!answer)
            await Task.Delay(Timeout.Infinite, cancel);
        await tls.WriteAsync(Encoding.ASCII.GetBytes(FaultyServer.Reply("200 OK", "{}")), cancel);
    });

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Persisted(Request("127.0.0.1", key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)));
    }

    private X509Certificate2 Certificate(string name, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = Request(name, key).Create(authority, DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(days), [1, 2, 3, 4]);
        return Persisted(issued.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string name, ECDsa key)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 Persisted(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
