using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Managers.Systemd;

namespace Watchdog.SystemTests.Systemd;

/// <summary>
/// A real systemd for a collection of tests: booted in a second, ended with them. What a test writes into it lies in memory and is gone afterwards; use names of
/// your own for units, since the tests of a collection share the box. Begin each test with <see cref="Require"/>.
/// </summary>
public sealed class SystemdBox : IAsyncLifetime
{
    /// <summary>Where the tests' own output folder is inside: <c>watchdog.dll</c>, <c>Servers/server.py</c>.</summary>
    public const string UnderTest = "/run/under-test";

    /// <summary>A user without privileges, with a systemd of its own (lingering).</summary>
    public const string User = "watcher";

    public const uint Uid = 4242;

    private static int s_count;

    private readonly string _name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
    private readonly string _script = Path.Combine(AppContext.BaseDirectory, "systemd-box.sh");
    private readonly string? _missing = Missing();

    /// <summary>Its systemd's process id, out here.</summary>
    public int Pid { get; private set; }

    public async Task InitializeAsync()
    {
        if (_missing is not null) return;

        var owner = new Dictionary<string, string> { ["BOX_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) };
        (await Shell.RunAsync([_script, "sweep"])).Ok();
        Pid = int.Parse((await Shell.RunAsync([_script, "start", _name, AppContext.BaseDirectory], owner)).Ok(), CultureInfo.InvariantCulture);
        await ExecAsync("useradd", "--create-home", "--uid", $"{Uid}", User);
        await ExecAsync("loginctl", "enable-linger", User);
        await Eventually.TrueAsync(() => File.Exists(HostPath($"/run/user/{Uid}/bus")), "the user's own bus");
    }

    public async Task DisposeAsync()
    {
        if (_missing is null) (await Shell.RunAsync([_script, "stop", _name])).Ok();
    }

    /// <summary>Skips the test, with the reason, where no box can be had.</summary>
    public void Require() => Skip.If(_missing is not null, _missing);

    /// <summary>A path inside, as it is reached from out here.</summary>
    public string HostPath(string inside) => $"/proc/{Pid}/root{inside}";

    /// <summary>Runs a command inside as root. Throws when it fails.</summary>
    public async Task<string> ExecAsync(params string[] command) => (await TryExecAsync(command)).Ok();

    public Task<Ran> TryExecAsync(params string[] command)
    {
        // A unit without a process has MainPID=0, and kill would take that for its own group: all of these tests.
        if (command is ["kill", _, .. var pids] && pids.Any(pid => !int.TryParse(pid, out var number) || number <= 1)) throw new InvalidOperationException($"no process to signal: {string.Join(' ', command)}");
        return Shell.RunAsync([_script, "exec", _name, .. command]);
    }

    public Task<string> SystemctlAsync(params string[] arguments) => ExecAsync(["systemctl", .. arguments]);

    /// <summary>As <see cref="User"/>, with its own systemd and bus at hand.</summary>
    public Task<Ran> TryExecAsUserAsync(params string[] command) => TryExecAsync(
        ["runuser", "-u", User, "--", "env", $"XDG_RUNTIME_DIR=/run/user/{Uid}", $"HOME=/home/{User}", .. command]);

    public async Task<string> UserSystemctlAsync(params string[] arguments) => (await TryExecAsUserAsync(["systemctl", "--user", .. arguments])).Ok();

    /// <summary>Writes a unit for this boot and reloads systemd. Several with one reload: <see cref="Write"/> each, then reload.</summary>
    public async Task WriteUnitAsync(string name, string text)
    {
        Write($"/run/systemd/system/{name}", text);
        await SystemctlAsync("daemon-reload");
    }

    public async Task WriteUserUnitAsync(string name, string text)
    {
        Write($"/run/systemd/user/{name}", text);
        await UserSystemctlAsync("daemon-reload");
    }

    /// <summary>A service that runs <c>Servers/server.py</c>, wedged by writing to <c>/run/NAME.control</c>.</summary>
    public Task WriteServerAsync(string name, int port, string more = "", string options = "") => WriteUnitAsync(name, $"""
        [Service]
        ExecStart=/usr/bin/python3 {UnderTest}/Servers/server.py {port} /run/{name}.control {options}
        {more}
        """);

    /// <summary>Waits until something listens on the port inside.</summary>
    public Task ListeningAsync(int port) => Eventually.TrueAsync(
        () => File.ReadLines($"/proc/{Pid}/net/tcp")
            .Any(line => line.Contains($":{port:X4} ", StringComparison.Ordinal) && line.Contains(" 0A ", StringComparison.Ordinal)),
        $"a listener on port {port}");

    public void Write(string inside, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HostPath(inside))!);
        File.WriteAllText(HostPath(inside), text);
    }

    public Task<string> WriteScriptAsync(string inside, string text)
    {
        Write(inside, text);
        return ExecAsync("chmod", "755", inside);
    }

    /// <summary>Runs another manager of services as a unit of the box.</summary>
    public async Task ManageAsync(string name, string command)
    {
        await WriteUnitAsync($"{name}.service", $"[Service]\nExecStart={command}");
        await SystemctlAsync("start", $"{name}.service");
    }

    public Task<string> JournalAsync(string unit) => ExecAsync("journalctl", "--no-pager", "-o", "cat", "-u", unit);

    /// <summary>A property of a unit, as systemctl shows it.</summary>
    public Task<string> PropertyAsync(string unit, string property) => SystemctlAsync("show", "--value", "-p", property, unit);

    /// <summary>A manager of ours, on this box's system bus from out here. With <paramref name="uid"/> it has that user's privileges only.</summary>
    internal SystemdManager Manager(uint uid = 0, bool journal = true) => new(
        new BusOptions(SystemdScope.System, $"unix:path={HostPath("/run/dbus/system_bus_socket")}")
        {
            CgroupRoot = HostPath("/sys/fs/cgroup"),
            JournalDirectory = HostPath(journal ? "/var/log/journal" : "/no-journal"),
            OnThread = uid == 0 ? null : () => ThreadUser.Become(uid),
        }.Reachable(uid != 0),
        TimeProvider.System,
        NullLogger.Instance);

    /// <summary>One whose bus is not there.</summary>
    internal SystemdManager Nothing() => new(new BusOptions(SystemdScope.System, $"unix:path={HostPath("/run/no-bus")}"), TimeProvider.System, NullLogger.Instance);

    /// <summary>A manager of ours, on the bus of <see cref="User"/>.</summary>
    internal SystemdManager UserManager() => new(
        new BusOptions(SystemdScope.User, $"unix:path={HostPath($"/run/user/{Uid}/bus")}")
        {
            CgroupRoot = HostPath("/sys/fs/cgroup"),
            JournalDirectory = HostPath("/var/log/journal"),
            Uid = Uid,
            OnThread = () => ThreadUser.Become(Uid),
        }.Reachable(true),
        TimeProvider.System,
        NullLogger.Instance);

    private static string? Missing()
    {
        if (!OperatingSystem.IsLinux()) return "a systemd box needs Linux";
        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)) return "a systemd box needs x64 or arm64";
        if (!Environment.IsPrivilegedProcess) return "a systemd box needs root";
        if (!File.Exists("/lib/systemd/systemd")) return "systemd is not installed";

        var missing = new[] { "unshare", "nsenter", "dbus-daemon", "loginctl", "ip", "pgrep", "useradd", "python3" }.Where(program => !Shell.Has(program)).ToArray();
        return missing.Length == 0 ? null : $"a systemd box needs {string.Join(", ", missing)}";
    }
}
