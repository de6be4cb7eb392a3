namespace Watchdog.Managers.Launchd;

/// <summary>Reads what <c>launchctl print-disabled DOMAIN</c> says: <c>"LABEL" =&gt; disabled</c>, before macOS 13 <c>"LABEL" =&gt; true</c>. What is not listed is enabled.</summary>
internal static class DisabledJobs
{
    public static bool Holds(string print, string label) => print.Split('\n')
        .Select(line => line.Split("=>", 2, StringSplitOptions.TrimEntries))
        .Any(pair => pair is [var name, "disabled" or "true"] && name == $"\"{label}\"");
}
