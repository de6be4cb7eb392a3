using System.Text;

namespace Watchdog.Managers.Systemd;

/// <summary>Fields of an open journal (sd_journal), as text.</summary>
internal static unsafe class JournalFields
{
    /// <summary>Only lines that have it; those of one name are alternatives, those of several must all be there.</summary>
    /// <param name="journal">The handle.</param>
    /// <param name="field"><c>NAME=value</c>.</param>
    public static bool Match(nint journal, string field)
    {
        var bytes = Encoding.UTF8.GetBytes(field);
        fixed (byte* data = bytes) return LibSystemd.sd_journal_add_match(journal, data, (nuint)bytes.Length) >= 0;
    }

    /// <summary>Of the present line; empty where it has none.</summary>
    /// <param name="journal">The handle.</param>
    /// <param name="name">Of the field.</param>
    /// <param name="most">Bytes of it that are read.</param>
    public static string Read(nint journal, string name, int most = int.MaxValue) => LibSystemd.sd_journal_get_data(journal, name, out var data, out var size) < 0
        ? ""
        : Encoding.UTF8.GetString(new ReadOnlySpan<byte>(data, (int)size)[(name.Length + 1)..Math.Min((int)size, most < int.MaxValue ? name.Length + 1 + most : int.MaxValue)]);

    /// <summary>When the present line was received.</summary>
    public static DateTimeOffset? TimeOf(nint journal) =>
        LibSystemd.sd_journal_get_realtime_usec(journal, out var microseconds) < 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond);

    public static int? PriorityOf(nint journal) => Read(journal, "PRIORITY") is [>= '0' and <= '7' and var digit] ? digit - '0' : null;

    /// <summary><c>python3[812]</c></summary>
    public static string WriterOf(nint journal)
    {
        var name = Read(journal, "SYSLOG_IDENTIFIER") is { Length: > 0 } identifier ? identifier : Read(journal, "_COMM");
        return Read(journal, "_PID") is { Length: > 0 } pid ? $"{name}[{pid}]" : name;
    }
}
