using System.Text.Json;
using Watchdog.Journal;

namespace Watchdog.Notify.Telling;

/// <summary>
/// Keeps what people know. Where it cannot be kept we go on from memory; one that is lost costs a message too many or one end that is not told, never the
/// watching.
/// </summary>
internal sealed class ToldStore(string path, ILogger log)
{
    private bool _isLost;

    public ToldFile Load()
    {
        try
        {
            if (!File.Exists(path)) return ToldFile.Nothing;
            if (new FileInfo(path).Length > ToldFile.MaxBytes) throw new JsonException("it is too large to be ours");

            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), ToldJson.Default.ToldFile);
            return read is { Version: ToldFile.Current, Services: not null } ? read : ToldFile.Nothing;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.ToldUnread(log, path, failure.Message);
            return ToldFile.Nothing;
        }
    }

    public void Save(ToldFile told)
    {
        try
        {
            AtomicFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(told, ToldJson.Default.ToldFile));
            _isLost = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_isLost) Log.ToldNotSaved(log, path, failure.Message);
            _isLost = true;
        }
    }
}
