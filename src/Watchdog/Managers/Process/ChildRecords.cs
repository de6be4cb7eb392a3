using System.Text.Json;
using Watchdog.Journal;

namespace Watchdog.Managers;

/// <summary>
/// The records of the children that we have not ended, a file each, with the pipe of its output beside it. Who holds the state folder's lock is its one reader and
/// writer. Nothing of it throws: what cannot be read is said, and counts as none.
/// </summary>
/// <param name="folder">Made when it is missing, for our user alone.</param>
/// <param name="time">For the names of what is set aside.</param>
/// <param name="logger">Told of what is wrong.</param>
internal sealed class ChildRecords(string folder, TimeProvider time, ILogger logger)
{
    /// <summary>Where the output of that service's child goes through.</summary>
    public string PipeOf(string service) => Path.Combine(folder, FileNames.Of(service) + ".pipe");

    /// <summary>Makes the folder.</summary>
    public void Prepare(string service) => Try(service, () => AtomicFile.CreateFolder(folder));

    public void Save(ChildRecord record) =>
        Try(record.Service, () => AtomicFile.Replace(PathOf(record.Service), JsonSerializer.SerializeToUtf8Bytes(record, ChildJson.Default.ChildRecord)));

    /// <summary>Forgets its child, and the pipe of it.</summary>
    public void Remove(string service) => Try(service, () =>
    {
        if (!Directory.Exists(folder)) return;
        File.Delete(PathOf(service));
        File.Delete(PipeOf(service));
    });

    /// <summary>Null when there is none, or none that can be read; that one is set aside.</summary>
    public ChildRecord? Load(string service) => Read(PathOf(service));

    /// <summary>All that can be read, in no order.</summary>
    public IReadOnlyList<ChildRecord> All()
    {
        try
        {
            if (!Directory.Exists(folder)) return [];
            return [.. Directory.GetFiles(folder, "*.json").Select(path => Read(path)).OfType<ChildRecord>()];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ChildRecordUnread(logger, folder, failure.Message);
            return [];
        }
    }

    private string PathOf(string service) => Path.Combine(folder, FileNames.Of(service) + ".json");

    private ChildRecord? Read(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            var problem = TryParse(path, out var record);
            if (problem is null) return record;

            var aside = FileNames.Aside(path, "corrupt", time.GetUtcNow());
            File.Move(path, aside, overwrite: true);
            Log.ChildRecordSetAside(logger, path, problem, aside);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ChildRecordUnread(logger, path, failure.Message);
        }

        return null;
    }

    /// <returns>What is wrong with it, or null.</returns>
    private string? TryParse(string path, out ChildRecord? record)
    {
        record = null;
        if (new FileInfo(path).Length > ChildRecord.MaxBytes) return "is over 4 MiB";
        try
        {
            record = JsonSerializer.Deserialize(File.ReadAllBytes(path), ChildJson.Default.ChildRecord);
            if (record is not { IsWhole: true }) return "is no record of a child, or one of another version of the program";
            return Path.GetFileName(PathOf(record.Service)) == Path.GetFileName(path) ? null : $"belongs to {record.Service}";
        }
        catch (JsonException failure)
        {
            return $"is damaged ({failure.Message})";
        }
    }

    /// <summary>A record that cannot be kept costs no more than that its child is not known again after a crash.</summary>
    private void Try(string service, Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.ChildNotRecorded(logger, service, failure.Message);
        }
    }
}
