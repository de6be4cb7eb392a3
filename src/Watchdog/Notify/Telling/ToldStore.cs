using System.Text.Json;
using Watchdog.Journal;

namespace Watchdog.Notify.Telling;

/// <summary>
/// Keeps what people know. Where it cannot be kept we go on from memory; one that is lost costs a message too many or one end that is not told, never the
/// watching.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="runtime">The one that takes its place while it cannot be written, and is there only then.</param>
/// <param name="log">Where that is told.</param>
internal sealed class ToldStore(string path, string runtime, ILogger log)
{
    private ToldFile? _unsaved;
    private bool _isLost;

    public ToldFile Load()
    {
        _unsaved = Read(runtime);
        return _unsaved ?? Read(path) ?? ToldFile.Nothing;
    }

    public void Save(ToldFile told)
    {
        _unsaved = told;
        if (TryReplace(path, told) is { } problem)
        {
            if (!_isLost) Log.ToldNotSaved(log, path, problem);
            _isLost = true;
            TryReplace(runtime, told);
        }
        else if (TryDelete(runtime))
        {
            (_isLost, _unsaved) = (false, null);
        }
    }

    /// <summary>Where it could not be saved, tries once more.</summary>
    public void SaveAgain()
    {
        if (_unsaved is { } told) Save(told);
    }

    /// <returns>Null where there is none that can be read.</returns>
    private ToldFile? Read(string file)
    {
        try
        {
            if (!File.Exists(file)) return null;
            if (new FileInfo(file).Length > ToldFile.MaxBytes) throw new JsonException("it is too large to be ours");

            var read = JsonSerializer.Deserialize(File.ReadAllBytes(file), ToldJson.Default.ToldFile);
            return read is { Version: ToldFile.Current, Services: not null } ? read : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.ToldUnread(log, file, failure.Message);
            return null;
        }
    }

    /// <returns>Why it could not be written; null where it was.</returns>
    private static string? TryReplace(string file, ToldFile told)
    {
        try
        {
            AtomicFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(told, ToldJson.Default.ToldFile));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>One that stays would be taken for newer.</summary>
    private static bool TryDelete(string file)
    {
        try
        {
            if (File.Exists(file)) File.Delete(file);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
