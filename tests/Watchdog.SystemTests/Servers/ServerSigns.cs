using System.Globalization;

namespace Watchdog.SystemTests.Servers;

/// <summary>What of a server shows from outside, at the moment of asking.</summary>
/// <param name="Pid">Of the process.</param>
/// <param name="Port">On 127.0.0.1.</param>
internal sealed record ServerSigns(int Pid, int Port)
{
    /// <summary>Connections that wait to be accepted; null without a listener.</summary>
    public int? Backlog => Rows("0A") is [var row, ..] ? int.Parse(row[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;

    public int Established => Rows("01").Count;

    public int CloseWait => Rows("08").Count;

    /// <summary>Processor time so far, in ticks of 10 ms.</summary>
    public long Ticks => Stat($"/proc/{Pid}/stat") is var fields ? Number(fields[11]) + Number(fields[12]) : 0;

    /// <summary>The states of all threads: S asleep, R running.</summary>
    public string Threads => string.Concat(Directory.EnumerateDirectories($"/proc/{Pid}/task").Select(StateOf).Order());

    public int OpenDescriptors => Directory.EnumerateFileSystemEntries($"/proc/{Pid}/fd").Count();

    public int DescriptorLimit => (int)Number(File.ReadLines($"/proc/{Pid}/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);

    /// <summary>In KiB.</summary>
    public long Resident => Number(File.ReadLines($"/proc/{Pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    public static string[] Stat(string path) => File.ReadAllText(path) is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static string StateOf(string thread)
    {
        try
        {
            return Stat($"{thread}/stat")[0];
        }
        catch (IOException)
        {
            return "";      // it has ended meanwhile
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The rows of our port in that state, as the server has them.</summary>
    private List<string[]> Rows(string state) =>
    [
        .. File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row[1].EndsWith($":{Port:X4}", StringComparison.Ordinal) && row[3] == state),
    ];
}
