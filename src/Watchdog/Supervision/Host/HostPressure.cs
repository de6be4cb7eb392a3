using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Supervision.Host;

/// <summary>Load and pressure (PSI) of the machine, in words. They explain, and never decide.</summary>
internal static class HostPressure
{
    public static string Words() => Words("/proc");

    /// <returns><c>load 34.1, CPU pressure 96 %, I/O pressure 3 %</c>; without what the kernel does not tell.</returns>
    internal static string Words(string proc)
    {
        var parts = new List<string>(4);
        if (SmallFile.Read(Path.Combine(proc, "loadavg"))?.Split(' ') is [{ Length: > 0 } load, ..]) parts.Add($"load {load}");
        foreach (var (file, name) in (ReadOnlySpan<(string, string)>)[("cpu", "CPU"), ("memory", "memory"), ("io", "I/O")])
        {
            if (Some(SmallFile.Read(Path.Combine(proc, "pressure", file))) is { } percent) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} pressure {percent:0} %"));
        }

        return string.Join(", ", parts);
    }

    /// <summary>How much of the last ten seconds at least one task waited: <c>some avg10=0.12 …</c>.</summary>
    private static double? Some(string? text)
    {
        const string Before = "some avg10=";
        if (text is null || !text.StartsWith(Before, StringComparison.Ordinal)) return null;

        var end = text.IndexOf(' ', Before.Length);
        return end > 0 && double.TryParse(text.AsSpan(Before.Length, end - Before.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent : null;
    }
}
