using System.Globalization;

namespace Watchdog.Benchmarks;

/// <summary>A real systemd of our own. Everything that is measured runs in it as a unit.</summary>
internal sealed class Box : IAsyncDisposable
{
    /// <summary>The work folder, inside.</summary>
    public const string Work = "/run/under-test";

    private readonly string _name = $"bench-{Environment.ProcessId}";
    private readonly string _script = Path.Combine(AppContext.BaseDirectory, "systemd-box.sh");
    private int _pid;

    private Box()
    {
    }

    public static async Task<Box> StartAsync(WorkFolder work)
    {
        var box = new Box();
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await Shell.RunAsync([box._script, "sweep"]);
        box._pid = int.Parse(await Shell.RunAsync([box._script, "start", box._name, work.Path], owner: owner), CultureInfo.InvariantCulture);
        return box;
    }

    /// <summary>A path inside, as it is reached from out here.</summary>
    public string HostPath(string inside) => $"/proc/{_pid}/root{inside}";

    public Task<string> RunAsync(params string[] command) => Shell.RunAsync([_script, "exec", _name, .. command], TimeSpan.FromMinutes(5));

    public void Write(string inside, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HostPath(inside))!);
        File.WriteAllText(HostPath(inside), text);
    }

    /// <summary>Starts a command as a unit.</summary>
    /// <returns>Its process id out here.</returns>
    public async Task<int> StartUnitAsync(string unit, IReadOnlyList<string> options, params string[] command)
    {
        await RunAsync(["systemd-run", "--quiet", "--collect", $"--unit={unit}", "--service-type=exec", .. options, .. command]);
        var inside = await RunAsync("systemctl", "show", "--value", "-p", "MainPID", unit);
        return HostPid(inside) ?? throw new InvalidOperationException($"{unit} has ended: {await RunAsync("journalctl", "--no-pager", "-o", "cat", "-u", unit)}");
    }

    public Task StopUnitAsync(string unit) => RunAsync("systemctl", "stop", unit);

    public async ValueTask DisposeAsync() => await Shell.RunAsync([_script, "stop", _name]);

    private int? HostPid(string inside)
    {
        var space = File.ResolveLinkTarget($"/proc/{_pid}/ns/pid", false)?.Name;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && Status(folder) is { } ids && ids[^1] == inside && Space(folder) == space) return pid;
        }

        return null;
    }

    private static string? Space(string folder) => File.ResolveLinkTarget($"{folder}/ns/pid", false)?.Name;

    private static string[]? Status(string folder)
    {
        try
        {
            return File.ReadLines($"{folder}/status").FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal))?.Split('\t');
        }
        catch (IOException)
        {
            return null;        // it has just ended
        }
    }
}
