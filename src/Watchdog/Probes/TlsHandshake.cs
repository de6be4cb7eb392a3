using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>One TLS handshake, and what was wrong with the certificate.</summary>
/// <param name="host">The name that the certificate must bear.</param>
/// <param name="authorities">Trusted instead of the system's, or null.</param>
/// <param name="insecure">Accept any certificate.</param>
internal sealed class TlsHandshake(string host, X509Certificate2Collection? authorities, bool insecure)
{
    private string? objection;

    /// <summary>Null when it is done. Throws only <see cref="OperationCanceledException"/>.</summary>
    public async ValueTask<Fault?> ShakeAsync(SslStream stream, CancellationToken cancel)
    {
        try
        {
            await stream.AuthenticateAsClientAsync(Options(), cancel);
            return null;
        }
        catch (AuthenticationException e)
        {
            return objection is not null
                ? Fault.Alert(ProbeCodes.TlsFailed, objection)
                : Fault.Sick(ProbeCodes.TlsFailed, $"the TLS handshake failed: {Words.Line((e.InnerException ?? e).Message, 120)}");
        }
        catch (IOException e)
        {
            var how = e.InnerException is SocketException ? "reset" : "closed";
            return Fault.Sick(ProbeCodes.TlsFailed, $"the connection was {how} in the middle of the TLS handshake");
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = host,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        // A resumed session would pass on the certificate of yesterday.
        AllowTlsResume = false,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = Validate,
    };

    private X509ChainPolicy Policy()
    {
        // No downloads: a missing intermediate must not send us to the network, outside of the deadline.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is null)
            return policy;

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (insecure || errors == SslPolicyErrors.None)
            return true;

        objection = Objection(certificate, chain, errors);
        return false;
    }

    private string Objection(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server showed no certificate";

        var status = X509ChainStatusFlags.NoError;
        foreach (var link in chain?.ChainStatus ?? [])
            status |= link.Status;

        // GetExpirationDateString is local time; the certificate's own is what the operator will look for.
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"the certificate is expired or not yet valid (it is good until {Until(certificate)}); renew it";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"the certificate is for another name than {host}";
        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
            return "the certificate is not signed by a trusted authority; name its authority in caFile";
        return $"the certificate is not valid: {status}";
    }

    private static string Until(X509Certificate certificate) =>
        certificate is X509Certificate2 known ? known.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", null) : "?";
}
