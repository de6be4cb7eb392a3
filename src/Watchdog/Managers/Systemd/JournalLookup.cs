using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// Asks the system's journal who ended a run, for what happened while we did not listen. Files are read here, and a disk may hang: each lookup has a thread
/// that nobody else needs, one at a time, and nobody waits for it longer than a moment.
/// </summary>
internal sealed class JournalLookup(BusOptions options) : IDisposable
{
    private const int LocalOnly = 1, SystemOnly = 4;

    // A unit's last job is among its newest lines; one "Killing process" line for each process may come after it.
    private const int MostEntries = 500;

    /// <summary>SD_MESSAGE_UNIT_FAILURE_RESULT and SD_MESSAGE_UNIT_SUCCESS of sd-messages.h: the run is over.</summary>
    private static readonly string[] s_ends = ["d9b373ed55a64feb8242e02dbe79a49c", "7ad2d189f7e94e70a38c781354912448"];

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <returns>Unknown when the journal cannot be read, is not whole, or does not answer in time.</returns>
    public async Task<LastEnd> WhoEndedAsync(string unit, string instance, TimeProvider time, CancellationToken cancel)
    {
        if (!LibSystemd.IsPresent || !await _one.WaitAsync(s_patience, cancel).ConfigureAwait(false)) return LastEnd.Unknown;

        var lookup = Task.Factory.StartNew(
            () => Read(unit, instance), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = lookup.ContinueWith(_ => _one.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await lookup.WaitAsync(s_patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return LastEnd.Unknown;
        }
    }

    public void Dispose() => _one.Dispose();

    private LastEnd Read(string unit, string instance)
    {
        if (Open(out var journal) < 0) return LastEnd.Unknown;

        try
        {
            return Match(journal, unit, instance) ? NewestJob(journal) : LastEnd.Unknown;
        }
        finally
        {
            LibSystemd.sd_journal_close(journal);
        }
    }

    private int Open(out nint journal) => options.JournalDirectory is { } folder
        ? LibSystemd.sd_journal_open_directory(out journal, folder, 0)
        : LibSystemd.sd_journal_open(out journal, options.Scope == SystemdScope.System ? LocalOnly | SystemOnly : LocalOnly);

    /// <summary>Lines of the manager itself about this run. Fields with a leading underscore cannot be forged.</summary>
    private bool Match(nint journal, string unit, string instance)
    {
        string[] fields = options.Scope == SystemdScope.System
            ? [$"UNIT={unit}", $"INVOCATION_ID={instance}", "_PID=1"]
            : [$"USER_UNIT={unit}", $"USER_INVOCATION_ID={instance}", $"_UID={options.Uid}"];
        return Array.TrueForAll(fields, field => JournalFields.Match(journal, field));
    }

    /// <summary>From the newest line back to the last that tells of a job.</summary>
    private static LastEnd NewestJob(nint journal)
    {
        if (LibSystemd.sd_journal_seek_tail(journal) < 0) return LastEnd.Unknown;

        var ended = false;
        for (var i = 0; i < MostEntries && LibSystemd.sd_journal_previous(journal) > 0; i++)
        {
            ended |= s_ends.Contains(JournalFields.Read(journal, "MESSAGE_ID"));
            switch (JournalFields.Read(journal, "JOB_TYPE"))
            {
                case "":
                    continue;
                case "stop":
                    return LastEnd.StopJob;
                case "start" when !ended && JournalFields.Read(journal, "JOB_RESULT") is ("" or "done"):
                    // The lines of its end have not arrived yet, and a stop's may be among them.
                    return LastEnd.Unknown;
                default:
                    return LastEnd.ByItself;
            }
        }

        // Every run begins with a job's line: without one, this record has lost its begin, or jobs are not stored at all.
        return LastEnd.Unknown;
    }
}
