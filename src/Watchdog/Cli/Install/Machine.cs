using Watchdog.Doctoring;
using Watchdog.Kernel;

namespace Watchdog.Cli.Install;

/// <summary>This machine.</summary>
internal sealed class Machine : IMachine
{
    private const int MaxRead = 4 << 20;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, UnitFacts> _units;

    // Null where there is no such user yet.
    private readonly UserIds? _serviceUser;

    private Machine(Dictionary<string, UnitFacts> units, UserIds? serviceUser = null) => (_units, _serviceUser) = (units, serviceUser);

    /// <summary>Asks the service manager for our units. Without an answer the machine is null and the problem says what to do.</summary>
    public static async Task<(Machine? Machine, string? Problem)> LookAsync(Layout layout, ProcessRunner runner, CancellationToken cancel)
    {
        if (layout is LaunchdLayout mac)
        {
            var (jobs, problem) = await LaunchdLook.AskAsync(mac, runner, cancel);
            return jobs is null ? (null, problem) : (new Machine(jobs), null);
        }

        // What sd_booted(3) looks at.
        if (!Directory.Exists("/run/systemd/system"))
            return (null, "this machine was not started by systemd: start 'watchdog run' from its own init, or 'watchdog check' from cron");

        string[] units = [Layout.DaemonUnit, Layout.CheckUnit, Layout.TimerUnit];
        var show = await runner.RunAsync(
            "systemctl", layout.Systemctl(["show", "--property=Id,UnitFileState,ActiveState", .. units]), s_deadline, cancel);
        if (!show.Succeeded)
        {
            var advice = layout.User ? "; log in as this user (not with su or sudo), or run 'loginctl enable-linger' and set XDG_RUNTIME_DIR" : "";
            return (null, $"systemd does not answer: {show.Complaint}{advice}");
        }

        return (new Machine(Parse(show.Output), await new UserReader(runner).OfAsync(Layout.Name, cancel)), null);
    }

    /// <summary>Reads the blocks of <c>systemctl show</c>, one for each unit, apart by empty lines.</summary>
    internal static Dictionary<string, UnitFacts> Parse(string shown)
    {
        var units = new Dictionary<string, UnitFacts>();
        foreach (var block in shown.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var values = block.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('=', 2))
                .Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1]);
            if (values.TryGetValue("Id", out var id))
                units[id] = new UnitFacts(values.GetValueOrDefault("UnitFileState") == "enabled", IsActive(values.GetValueOrDefault("ActiveState")));
        }

        return units;
    }

    // A build that is not a single file has its assembly beside it.
    public string? Program => File.Exists(Path.Combine(AppContext.BaseDirectory, "watchdog.dll")) ? null : Environment.ProcessPath;

    public string UserName => Environment.UserName;

    public bool Exists(string path) => Path.Exists(path);

    public bool Holds(string path, string text) => Read(path) == text;

    public bool SameContent(string one, string other) => FileContent.Same(one, other);

    public string? Read(string path) => FileContent.Read(path, MaxRead);

    public bool HasUser(string name) =>
        Read("/etc/passwd") is { } users && users.Split('\n').Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    public UnitFacts Unit(string name) => _units.GetValueOrDefault(name);

    // One that is not there yet will be in no group.
    public bool ServiceUserMayWrite(string path) => MayWrite(_serviceUser ?? new UserIds(Layout.Name, uint.MaxValue, []), path);

    internal static bool MayWrite(UserIds user, string path) =>
        PathAccess.Problem(new PathFact("", path, PathNeed.Write, FileLook.Along(path), user)) is null;

    public uint? OwnerOf(string path)
    {
        try
        {
            return Path.Exists(path) ? Journal.Libc.OwnerOf(path) : null;
        }
        catch (IOException)
        {
            return null;        // it has gone meanwhile
        }
    }

    private static bool IsActive(string? state) => state is "active" or "activating" or "reloading" or "deactivating";
}
