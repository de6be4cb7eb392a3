using System.Globalization;

namespace Watchdog.Cli.Demo;

/// <summary>All faults side by side, at the end.</summary>
internal static class DemoTable
{
    private static readonly string[] s_head = ["fault", "seen as", "decided", "done", "to decision", "to recovery"];

    /// <summary>Lines of equal columns; numbers stand to the right.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<DemoCase> cases)
    {
        var rows = cases.Select(Row).Prepend(s_head).ToArray();
        var widths = Enumerable.Range(0, s_head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, i) => i < 4 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))));
    }

    private static string[] Row(DemoCase one) =>
    [
        one.Fault.Title, one.SeenAs ?? "-", Decided(one), Done(one), After(one, one.DecidedAt),
        one.HeldAt is { } held ? $"held: {After(one, held)}" : After(one, one.RecoveredAt),
    ];

    private static string Decided(DemoCase one)
    {
        if (one.Restarts == 0) return "-";
        return $"{(one.HeldAt is null ? "restart" : "restart, hold")} ({string.Join(", ", one.Causes)})";
    }

    private static string Done(DemoCase one)
    {
        var restarts = $"{one.Restarts} restart{(one.Restarts == 1 ? "" : "s")}";
        return one.Killed ? $"{restarts}, SIGKILL" : one.HeldAt is null ? restarts : $"{restarts}, alert";
    }

    private static string After(DemoCase one, TimeSpan? up) => up - one.WedgedAt is { } span
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
        : "-";
}
