using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Drilling;

/// <summary>What a drill says as it goes: rows, or nothing until the end where that is to be JSON.</summary>
/// <param name="output">Where to.</param>
/// <param name="json">The report alone, in JSON.</param>
/// <param name="terminal">It has a last line that can be written over.</param>
internal sealed class DrillScreen(TextWriter output, bool json, bool terminal)
{
    private const string EraseLine = "\r\e[K";

    private bool _hasHead;

    /// <summary>What is about to be done, and what comes along.</summary>
    public void Plan(string service, UnitStatus status, int restarts, TimeSpan length)
    {
        if (json) return;

        output.WriteLine($"{service}: restarted {Words.Times(restarts)}, in about {Words.Span(length)}; each time it serves nobody until it is back.");
        if (status.StartLimit is { Exists: true } limit) output.WriteLine($"Its start limit of {limit.Burst} in {Words.Span(limit.Within)} is kept, with a start to spare.");
        if (status.RestartsAlong.Count > 0) output.WriteLine($"Restarted along with it: {string.Join(", ", status.RestartsAlong)}.");
    }

    public void Row(DrillRound round)
    {
        if (json) return;

        if (!_hasHead) output.WriteLine(DrillTable.Head);
        _hasHead = true;
        output.WriteLine(DrillTable.Row(round));
    }

    /// <summary>On a terminal only; empty to take it away.</summary>
    public void Progress(string text)
    {
        if (!json && terminal) output.Write(EraseLine + text);
    }

    public void Verdict(DrillReport report)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(report, DrillJson.Default.DrillReport));
        else foreach (var line in DrillTable.Verdict(report)) output.WriteLine(line);
    }
}
