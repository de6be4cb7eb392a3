using System.Globalization;
using System.Text;
using Watchdog.Core;

namespace Watchdog.Evidence;

/// <summary>A bundle's index for people: what happened, what was done, what it cost, and where to read on.</summary>
internal static class SummaryText
{
    private const string Heading = "# ";

    public static string Of(BundleIndex index)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Heading}{index.Service}: {Title(index)}").AppendLine();
        foreach (var (name, value) in Facts(index)) text.AppendLine($"- **{name}**: {value}");

        text.AppendLine().AppendLine("## What was done").AppendLine();
        if (index.Afterwards.IsEmpty) text.AppendLine(Nothing(index));
        foreach (var note in index.Afterwards) text.AppendLine($"- {Words.Time(note.At)}  {note.Text}");
        if (index.DownFor is { } down) text.AppendLine($"- It did not work for {Words.Span(down)} in all.");

        text.AppendLine().AppendLine("## What was found").AppendLine();
        foreach (var one in index.Collectors.Where(one => one.Ended is not CollectorEnd.Skipped))
        {
            text.AppendLine($"- **{one.Name}** ({Words.Span(one.Took)}{(one.Froze ? ", held it still" : "")}): {Ended(one)}{one.Summary}");
            foreach (var problem in one.Problems) text.AppendLine($"  - missing: {problem}");
        }

        var skipped = index.Collectors.Where(one => one.Ended is CollectorEnd.Skipped).ToArray();
        if (skipped.Length > 0) text.AppendLine($"- nothing to find: {string.Join("; ", skipped.Select(one => $"{one.Name} ({one.Summary})"))}");

        text.AppendLine().AppendLine("## Files").AppendLine();
        foreach (var file in index.Files) text.AppendLine(CultureInfo.InvariantCulture, $"- `{file.Name}`: {file.Lines} lines, {Words.Size(file.Bytes)}, by {file.Collector}");
        text.AppendLine($"- `{BundleStore.Index}`: all of this, for a program");
        if (index.Dropped > 0) text.AppendLine().AppendLine($"{Words.Size(index.Dropped)} found no room in this bundle: raise `evidence.maxSize`, or make room on the disk.");
        text.AppendLine().AppendLine("What looked like a secret stands here as `***`.");
        return text.ToString();
    }

    /// <summary>For a bundle without an index.</summary>
    public static string About(BundleIndex index)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Heading}{index.Service}: {Title(index)}").AppendLine();
        foreach (var (name, value) in Facts(index)) text.AppendLine($"- **{name}**: {value}");
        return text.AppendLine().AppendLine("This bundle was being taken. Where this file stands long after that, the watchdog ended meanwhile: what had been written until then is here.").ToString();
    }

    /// <summary>Whose bundle it is, by the first line of such a text; null where that is none.</summary>
    public static string? ServiceIn(string title) =>
        title.StartsWith(Heading, StringComparison.Ordinal) && title.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end ? title[Heading.Length..end] : null;

    private static string Title(BundleIndex index) => index switch
    {
        { Purpose: Purpose.Demand } => "evidence on demand",
        { CalledOff: true } => "called off",
        { Purpose: Purpose.Start } => "before a start",
        { Purpose: Purpose.Check } => $"{index.Cause} is unhealthy",
        _ => "before a restart",
    };

    private static IEnumerable<(string Name, string Value)> Facts(BundleIndex index)
    {
        yield return ("Why", index.Reason.ToString());
        if (index.Diagnosis is { } diagnosis && diagnosis.Sentence != index.Reason.Sentence) yield return ("Diagnosis", diagnosis.ToString());
        yield return ("When", $"{Words.Time(index.At)} on {index.Host}");
        yield return ("Verdict", $"{index.Verdict.ToString().ToLowerInvariant()}, {index.Phase.ToString().ToLowerInvariant()}");
        yield return ("Last known to be well", index.HealthyAt switch
        {
            null => "not known",
            { } well when well >= index.At => "now",
            { } well => $"{Words.Time(well)}, {Words.Span(index.At - well)} before",
        });
        yield return ("Unit", index.MainPid > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{index.Unit}, main pid {index.MainPid}, processes: {index.Processes}, instance {index.Instance}")
            : index.Unit);
        if (index.Incident is { } incident) yield return ("Incident", incident);
        if (index.Took > TimeSpan.Zero) yield return ("Cost", $"{Words.Span(index.Took)} in all{(index.Froze > TimeSpan.Zero ? $"; its processes were held still for {Words.Span(index.Froze)} of it" : "")}, {Words.Size(index.Bytes)}");
    }

    private static string Nothing(BundleIndex index) => index.Purpose switch
    {
        Purpose.Demand => "Nothing: somebody asked for the evidence alone.",
        Purpose.Check => "Nothing: this check leads to evidence, not to a restart (`onFailure: evidence`).",
        _ => "Not known yet.",
    };

    private static string Ended(IndexedCollector one) => one.Ended switch
    {
        CollectorEnd.Late => "not done in time; ",
        CollectorEnd.Failed => "failed; ",
        CollectorEnd.NotRun => "not run; ",
        _ => "",
    };
}
