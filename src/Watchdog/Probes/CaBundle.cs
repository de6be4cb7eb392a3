using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>The authorities of one PEM file. A replaced file is read again.</summary>
internal sealed class CaBundle(string path)
{
    /// <summary>Mozilla's whole bundle is 0.2 MiB.</summary>
    private const long MaxSize = 4 << 20;

    private readonly Lock gate = new();
    private X509Certificate2Collection? authorities;
    private (DateTime Written, long Length) stamp;

    /// <summary>The authorities, or why there are none: never throws.</summary>
    public X509Certificate2Collection? Read(out Fault fault)
    {
        fault = default;
        try
        {
            var file = new FileInfo(path);
            var now = (file.LastWriteTimeUtc, file.Length);
            lock (gate)
            {
                if (authorities is null || stamp != now)
                    authorities = Load(file.Length);
                stamp = now;
                return authorities;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            fault = Fault.Ours(ProbeCodes.OwnCaFile, $"the CA file {path} cannot be used: {Words.Line(e.Message, 120)}");
            return null;
        }
    }

    private X509Certificate2Collection Load(long length)
    {
        if (length > MaxSize)
            throw new IOException($"it is larger than {Words.Size(MaxSize)}");

        var loaded = new X509Certificate2Collection();
        loaded.ImportFromPemFile(path);
        return loaded.Count > 0 ? loaded : throw new IOException("it holds no certificate in PEM form");
    }
}
