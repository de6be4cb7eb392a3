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

    /// <summary>What lies there, in order, and the last number that is taken. What is damaged is set aside, what cannot be read stays; both are said.</summary>
    public (ImmutableArray<(long Number, OutboxFile File)> Found, long Last) Load()
    {
        try
        {
            if (!Directory.Exists(folder)) return ([], 0);

            // Written whole, and we were killed before it got its name.
            foreach (var path in Directory.GetFiles(folder, "*" + Unfinished)) Finish(path);
            var found = ImmutableArray.CreateBuilder<(long, OutboxFile)>();
            var last = 0L;
            foreach (var path in Directory.GetFiles(folder, "*" + Suffix + "*").Order(StringComparer.Ordinal))
            {
                if (!long.TryParse(Path.GetFileName(path).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
                last = Math.Max(last, number);
                if (path.EndsWith(Suffix, StringComparison.Ordinal) && Take(path) is { } file) found.Add((number, file));
            }

            return (found.ToImmutable(), last);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxUnread(log, folder, failure.Message);
            return ([], 0);
        }
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

    private void Finish(string path)
    {
        try
        {
            if (TryRead(path, out _) is null) File.Move(path, path[..^".tmp".Length], overwrite: true);
            else SetAside(path, "was cut short, as by a crash");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxFileUnread(log, path, failure.Message);
        }
    }

    /// <summary>One file that is not ours to read keeps no other from being sent.</summary>
    private OutboxFile? Take(string path)
    {
        try
        {
            if (TryRead(path, out var file) is { } problem) SetAside(path, problem);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxFileUnread(log, path, failure.Message);
            return null;
        }
    }

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
