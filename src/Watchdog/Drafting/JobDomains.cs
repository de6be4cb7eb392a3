using Watchdog.Kernel;
using Watchdog.Managers.Launchd;

namespace Watchdog.Drafting;

/// <summary>What <c>launchctl print DOMAIN</c> came to. Pure.</summary>
internal static class JobDomains
{
    /// <summary>There is no launchd; or, by 112, 113 and 125, no such domain, as of a user who is not at the screen. Then it has no jobs.</summary>
    public static bool IsAbsent(ProcessResult print) => print.IsMissing || print.ExitCode is 112 or LaunchctlAnswer.NotLoaded or 125;

    /// <param name="print">Of the domain.</param>
    /// <param name="list">What was read of it; null for nothing.</param>
    /// <param name="domain">Which.</param>
    /// <returns>Null where all of its jobs are known.</returns>
    public static string? WhyNotAll(ProcessResult print, JobList? list, string domain)
    {
        if (!print.Succeeded) return LaunchctlAnswer.Of(print, "print", domain).Reason.Sentence;
        if (list is null) return $"launchctl print {domain} shows no jobs in a form that is known: {Quoted.Line(print.Output.Trim(), 160)}";
        return list.IsWhole ? null : "there are more of them than could be read";
    }
}
