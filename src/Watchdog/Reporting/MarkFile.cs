using System.Text.Json;
using System.Text.Json.Serialization;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Reporting;

/// <summary>Which report was sent last, over our own restarts.</summary>
internal sealed partial class MarkFile(string path, ILogger log)
{
    private const int MostBytes = 4096;

    private ReportMark? _mark;

    /// <summary>Null where there is none yet, or none that can be read.</summary>
    public ReportMark? Read()
    {
        if (_mark is not null) return _mark;

        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length <= MostBytes) _mark = JsonSerializer.Deserialize(File.ReadAllBytes(path), MarkJson.Default.ReportMark);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.ReportMarkLost(log, path, failure.Message);
        }

        return _mark;
    }

    /// <summary>While we live it holds in any case.</summary>
    public void Write(ReportMark mark)
    {
        if (mark == _mark) return;

        _mark = mark;
        try
        {
            AtomicFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(mark, MarkJson.Default.ReportMark));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ReportMarkLost(log, path, failure.Message);
        }
    }

    /// <summary>None is sent any more: one that is asked for later begins anew.</summary>
    public void Clear()
    {
        _mark = null;
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ReportMarkLost(log, path, failure.Message);
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcConverter)])]
    [JsonSerializable(typeof(ReportMark))]
    private sealed partial class MarkJson : JsonSerializerContext;
}
