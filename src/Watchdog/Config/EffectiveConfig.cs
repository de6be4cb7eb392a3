using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Watchdog.Config.Format;

namespace Watchdog.Config;

/// <summary>A configuration as text, with every default.</summary>
public static class EffectiveConfig
{
    /// <summary>For a person to read: strings as they would be typed, not as they would be embedded into a web page.</summary>
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The file with every default filled in and <c>defaults</c> put into each service. It reads as the same configuration again, except where
    /// <c>***</c> stands: for headers and for values that came from outside the file.
    /// </summary>
    public static string Write(WatchdogConfig config)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable)) FileFormat.Keys.Write(new EffectiveWriter(json, [], reveal: false), config);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    internal static void WriteService(Utf8JsonWriter json, ServiceConfig service, bool reveal) =>
        ServiceFormat.Keys.Write(new EffectiveWriter(json, service.Masked, reveal), service);

    internal static bool AreSame(ServiceConfig one, ServiceConfig other)
    {
        if (one.Name != other.Name || one.Checks.Length != other.Checks.Length) return false;
        if (one.Policy with { Checks = [], DependsOn = [] } != other.Policy with { Checks = [], DependsOn = [] }) return false;
        if (!one.Checks.Select(check => check.Policy).SequenceEqual(other.Checks.Select(check => check.Policy))) return false;

        // A value that comes from outside now is told no more, though it be the same.
        return one.Masked.SequenceEqual(other.Masked) && Plain(one).AsSpan().SequenceEqual(Plain(other));
    }

    /// <summary>Holds secrets: to compare with, and to be forgotten.</summary>
    private static byte[] Plain(ServiceConfig service)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) WriteService(json, service, reveal: true);
        return buffer.WrittenSpan.ToArray();
    }
}
