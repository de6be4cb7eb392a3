using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What a test does to its services, in the scope of its daemon.</summary>
internal static class WatchedServers
{
    /// <summary>Writes the units, starts them, and waits until they listen.</summary>
    public static async Task ServeAsync(this SystemdBox box, BoxedDaemon daemon, params Watched[] services)
    {
        foreach (var service in services) box.Write($"/run/systemd/{(daemon.IsUsers ? "user" : "system")}/{service.Unit}", service.UnitText);
        await daemon.SystemctlAsync("daemon-reload");
        await daemon.SystemctlAsync(["start", .. services.Select(service => service.Unit)]);
        foreach (var service in services) await box.ListeningAsync(service.Port);
    }

    /// <summary>Serves it, starts the daemon on it, and waits until all is well.</summary>
    public static async Task<ServiceStatus> WatchAsync(this SystemdBox box, BoxedDaemon daemon, Watched service)
    {
        await box.ServeAsync(daemon, service);
        await daemon.StartAsync(service);
        return await daemon.UntilAsync(service.Name, Phase.Watching);
    }

    /// <summary>Its kernel-stopped main process still has its socket, and answers nobody.</summary>
    public static async Task FreezeAsync(this SystemdBox box, BoxedDaemon daemon, string unit) => await box.FreezeProcessAsync(await daemon.PropertyAsync(unit, "MainPID"));

    public static async Task FreezeProcessAsync(this SystemdBox box, string pid)
    {
        await box.ExecAsync("kill", "-STOP", pid);
        await Eventually.TrueAsync(() => box.StateOf(pid) == 'T', $"process {pid} stopped");
    }

    public static async Task CrashAsync(this SystemdBox box, BoxedDaemon daemon, string unit) =>
        await box.ExecAsync("kill", "-KILL", await daemon.PropertyAsync(unit, "MainPID"));

    /// <summary>What the server itself answers.</summary>
    public static Task<string> AskAsync(this SystemdBox box, Watched service) => box.ExecAsync(
        "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/127.0.0.1/{service.Port}; printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3; timeout 5 cat <&3"));

    /// <summary>The state letter of a process: T for stopped.</summary>
    private static char StateOf(this SystemdBox box, string pid)
    {
        var stat = File.ReadAllText(box.HostPath($"/proc/{pid}/stat"));
        return stat[stat.LastIndexOf(')') + 2];
    }
}
