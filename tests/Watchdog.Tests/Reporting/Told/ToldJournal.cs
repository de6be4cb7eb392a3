using System.Buffers;
using System.Globalization;
using Watchdog.Journal;

namespace Watchdog.Tests.Reporting.Told;

/// <summary>The journals of many services, in the order of time, in the files of their days.</summary>
internal sealed class ToldJournal
{
    private readonly List<(long At, int Number, byte[] Line)> _lines = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Write(JournalEntry entry)
    {
        _buffer.ResetWrittenCount();
        JournalLine.Write(entry, _buffer);
        _lines.Add((entry.At.UtcTicks, _lines.Count, _buffer.WrittenSpan.ToArray()));
    }

    /// <summary>Writes what was told until then.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        _lines.Sort((a, b) => (a.At, a.Number).CompareTo((b.At, b.Number)));
        foreach (var day in _lines.GroupBy(line => DateOnly.FromDateTime(new DateTime(line.At, DateTimeKind.Utc))))
        {
            using var file = new FileStream(JournalFiles.Of(folder, day.Key), FileMode.Append, FileAccess.Write);
            foreach (var (_, _, line) in day) file.Write(line);
        }

        _lines.Clear();
    }

    /// <summary>A month of services in good and bad days: the same for the same seed.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="services">How many.</param>
    /// <param name="days">How many.</param>
    /// <param name="until">The end of the last.</param>
    public static void SaveMonth(string folder, int services, int days, DateTimeOffset until)
    {
        var journal = new ToldJournal();
        var start = until - TimeSpan.FromDays(days);
        var random = new Random(1);
        var all = Enumerable.Range(1, services).Select(number => new ToldService(string.Create(CultureInfo.InvariantCulture, $"service-{number:00}"), start, number, journal.Write)).ToArray();
        for (var day = 1; day <= days; day++)
        {
            var ends = start + TimeSpan.FromDays(day);
            foreach (var service in all)
            {
                // One day in four something happens to it.
                if (random.Next(4) == 0) Something(service, random, ends);
                service.PassUntil(ends);
            }

            journal.Save(folder);
        }
    }

    private static void Something(ToldService service, Random random, DateTimeOffset ends)
    {
        service.PassUntil(ends - TimeSpan.FromHours(1 + (22 * random.NextDouble())));
        switch (random.Next(10))
        {
            case 0 or 1 or 2: service.NearMiss(1 + random.Next(2)); break;
            case 3 or 4: service.Wedge(evidence: $"{service.Now:yyyyMMdd-HHmmss}-{service.Name}"); break;
            case 5: service.Crash(1 + random.Next(3)); break;
            case 6: service.OperatorRestart(); break;
            case 7: service.Pause(TimeSpan.FromMinutes(20)); break;
            case 8: service.MemoryOver(); break;
            default: service.CalledOff(); break;
        }
    }
}
