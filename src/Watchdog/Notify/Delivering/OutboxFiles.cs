using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Watchdog.Journal;

namespace Watchdog.Notify.Delivering;

/// <summary>One file a message, private to us, whole or not there at all.</summary>
internal sealed class OutboxFiles(string folder, TimeProvider time, ILogger log)
{
    private const string Suffix = ".json", Unfinished = ".json.tmp";

    /// <summary>Far above the largest message.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>A test may throw or stop there, as if we had been killed.</summary>
    internal Action<AtomicFile.Step>? AfterStep { get; init; }

    public string Folder => folder;

    /// <summary>Whether there may be anything; costs next to nothing.</summary>
    public bool HasAny
    {
        get
        {
            try
            {
                return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Suffix + "*").Any();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return true;        // reading it will say what is wrong
            }
        }
    }

    /// <summary>What lies there, in order. What cannot be read is set aside, and said.</summary>
    public ImmutableArray<(long Number, OutboxFile File)> Load()
    {
        var found = ImmutableArray.CreateBuilder<(long, OutboxFile)>();
        try
        {
            if (!Directory.Exists(folder)) return [];

            // Written whole, and we were killed before it got its name.
            foreach (var path in Directory.GetFiles(folder, "*" + Unfinished))
            {
                if (TryRead(path, out _) is null) File.Move(path, path[..^".tmp".Length], overwrite: true);
                else SetAside(path, "was cut short, as by a crash");
            }

            foreach (var path in Directory.GetFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
            {
                if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
                if (TryRead(path, out var file) is { } problem) SetAside(path, problem);
                else found.Add((number, file!));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxUnread(log, folder, failure.Message);
        }

        return found.ToImmutable();
    }

    /// <summary>Null when it is on the disk.</summary>
    public string? TryWrite(long number, OutboxFile file)
    {
        try
        {
            if (!Directory.Exists(folder)) AtomicFile.CreateFolder(folder);
            AtomicFile.Replace(PathOf(number), JsonSerializer.SerializeToUtf8Bytes(file, OutboxJson.Default.OutboxFile), AfterStep);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>What stays although it was sent is known by the history.</summary>
    public void Delete(long number)
    {
        try
        {
            File.Delete(PathOf(number));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxUnread(log, folder, failure.Message);
        }
    }

    private string PathOf(long number) => Path.Combine(folder, number.ToString("D12", CultureInfo.InvariantCulture) + Suffix);

    private static string? TryRead(string path, out OutboxFile? file)
    {
        file = null;
        if (new FileInfo(path).Length > MaxBytes) return "is over 1 MiB";
        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), OutboxJson.Default.OutboxFile);
            if (read is not { Version: OutboxFile.Current, Message: { Id: not null, Story: not null, Host: not null, Title: not null } } || read.Notifiers.IsDefault) return "holds no message";
            file = read;
            return null;
        }
        catch (JsonException failure)
        {
            return $"is damaged ({failure.Message})";
        }
    }

    private void SetAside(string path, string problem)
    {
        var aside = FileNames.Aside(path, "torn", time.GetUtcNow());
        File.Move(path, aside, overwrite: true);
        Log.OutboxFileSetAside(log, path, problem, aside);
    }
}
