namespace Watchdog.Doctoring;

/// <summary>The report for people: findings by service, and one line that sums it up.</summary>
internal static class DoctorText
{
    public static void Write(DoctorReport report, TextWriter output)
    {
        foreach (var line in report.About) output.WriteLine(line);
        foreach (var service in report.Findings.GroupBy(finding => finding.Service))
        {
            output.WriteLine();
            output.WriteLine(service.Key ?? "this machine");
            foreach (var finding in service.OrderByDescending(finding => finding.Severity)) Write(finding, output);
        }

        output.WriteLine();
        output.WriteLine(Summary(report));
    }

    /// <summary><c>17 checks, nothing found</c>; <c>17 checks: 1 broken, 2 warnings, 1 that cannot be known</c></summary>
    internal static string Summary(DoctorReport report)
    {
        if (report.Findings.IsEmpty) return $"{report.Checks} checks, nothing found";

        var (broken, warnings, unknown) = (report.Count(FindingSeverity.Broken), report.Count(FindingSeverity.Warning), report.Count(FindingSeverity.CannotKnow));
        string[] parts =
        [
            .. broken > 0 ? (string[])[$"{broken} broken"] : [],
            .. warnings > 0 ? (string[])[$"{warnings} {(warnings == 1 ? "warning" : "warnings")}"] : [],
            .. unknown > 0 ? (string[])[$"{unknown} that cannot be known"] : [],
        ];
        return $"{report.Checks} checks: {string.Join(", ", parts)}";
    }

    private static void Write(Finding finding, TextWriter output)
    {
        var severity = finding.Severity switch
        {
            FindingSeverity.Broken => "broken",
            FindingSeverity.Warning => "warning",
            _ => "cannot know",
        };
        output.WriteLine($"  {severity} {finding.Code}: {finding.Sentence}");
        output.WriteLine($"    -> {finding.Remedy}");
        foreach (var line in finding.Detail?.Split('\n') ?? []) output.WriteLine($"       {line}");
    }
}
