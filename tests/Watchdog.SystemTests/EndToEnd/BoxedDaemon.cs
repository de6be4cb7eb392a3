using Watchdog.Cli.Install;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.SystemTests.Systemd;
using Watchdog.Web;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>
/// The real program as a unit of a box: of its system's manager, as root, or of the manager of <see cref="SystemdBox.User"/>. It is asked over its own control
/// socket and read in its own journal.
/// </summary>
internal sealed class BoxedDaemon : IAsyncDisposable
{
    /// <summary>As it was built. Hundreds of them live for seconds each: to compile anew what has run 30 times would never pay for itself there.</summary>
    public const string Program = $"/usr/bin/env DOTNET_TC_CallCounting=0 dotnet {SystemdBox.UnderTest}/watchdog.dll";

    private readonly SystemdBox _box;
    private readonly string _name;
    private readonly string _text;
    private readonly ControlClient _control;
    private bool _started;

    /// <param name="box">Where.</param>
    /// <param name="name">Of its unit and its folders.</param>
    /// <param name="user">Whether it is the user's.</param>
    public BoxedDaemon(SystemdBox box, string name, bool user = false)
        : this(box, name, user, user ? UserText(name) : RootText(name))
    {
    }

    private BoxedDaemon(SystemdBox box, string name, bool user, string text)
    {
        (_box, _name, IsUsers, _text) = (box, name, user, text);
        _control = new ControlClient(box.HostPath($"{RuntimeFolder}/control.sock"), TimeProvider.System);
    }

    public bool IsUsers { get; }

    /// <summary>More keys of the configuration file, each with a comma before it.</summary>
    public string Keys { get; init; } = "";

    /// <summary>Whether a debugger looks at what is to be restarted: it takes a second or two of a processor, which most tests have better use for.</summary>
    public bool TakesStacks { get; init; }

    public string Unit => $"{_name}.service";

    public string ConfigPath => $"/etc/{_name}/watchdog.json";

    public string StateFolder => IsUsers ? $"/home/{SystemdBox.User}/.local/state/{_name}" : $"/var/lib/{_name}";

    public string RuntimeFolder => IsUsers ? $"/run/user/{SystemdBox.Uid}/{_name}" : $"/run/{_name}";

    /// <summary>The unit as <c>watchdog install</c> writes it, hardened and without privilege.</summary>
    public static BoxedDaemon Installed(SystemdBox box) => new(box, Directories.Name, user: false, InstalledParts.UnitText(Layout.DaemonUnit));

    /// <summary>The unit as <c>watchdog install --as-root</c> writes it.</summary>
    public static BoxedDaemon InstalledAsRoot(SystemdBox box, bool confined) => new(box, Directories.Name, user: false, InstalledParts.RootUnitText(Layout.DaemonUnit, confined));

    /// <summary>Writes the configuration and starts the daemon; returns when it has said READY.</summary>
    public async Task StartAsync(params Watched[] services)
    {
        Configure(services);
        await StartWithFileAsync();
    }

    /// <summary>The same with a configuration written by hand.</summary>
    public async Task StartWithAsync(string config)
    {
        ConfigureText(config);
        await StartWithFileAsync();
    }

    /// <summary>The same with the configuration that is there.</summary>
    public async Task StartWithFileAsync()
    {
        _box.Write($"/run/systemd/{(IsUsers ? "user" : "system")}/{Unit}", _text);
        await SystemctlAsync("daemon-reload");
        await SystemctlAsync("start", Unit);
        _started = true;
    }

    public void Configure(params Watched[] services) =>
        ConfigureText($"{{ \"services\": {{ {string.Join(",\n", services.Select(service => service.Json(IsUsers ? "user" : "system")))} }}{(TakesStacks ? "" : ", \"evidence\": { \"stacks\": \"off\" }")}{Keys} }}");

    /// <summary>Replaces the file by rename, as editors do.</summary>
    public void ConfigureText(string text)
    {
        _box.Write(ConfigPath + "~", text);
        File.Move(_box.HostPath(ConfigPath + "~"), _box.HostPath(ConfigPath), overwrite: true);
    }

    public Task StopAsync() => SystemctlAsync("stop", Unit);

    public Task<string> SystemctlAsync(params string[] arguments) => IsUsers ? _box.UserSystemctlAsync(arguments) : _box.SystemctlAsync(arguments);

    public Task<string> PropertyAsync(string unit, string property) => SystemctlAsync("show", "--value", "-p", property, unit);

    /// <summary>Another run of the program, on this daemon's folders and as its user.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => RunWithAsync("LANG=C", arguments);

    /// <summary>The same with one more variable.</summary>
    public Task<Ran> RunWithAsync(string variable, params string[] arguments)
    {
        string[] command =
        [
            "env", variable, $"STATE_DIRECTORY={StateFolder}", $"RUNTIME_DIRECTORY={RuntimeFolder}", .. Program.Split(' '), .. arguments, "--config", ConfigPath,
        ];
        return IsUsers ? _box.TryExecAsUserAsync(command) : _box.TryExecAsync(command);
    }

    /// <summary>The same as <see cref="SystemdBox.User"/>, who may not.</summary>
    public Task<Ran> RunAsUserAsync(params string[] arguments) => _box.TryExecAsUserAsync(
        ["env", $"STATE_DIRECTORY={StateFolder}", $"RUNTIME_DIRECTORY={RuntimeFolder}", .. Program.Split(' '), .. arguments, "--config", ConfigPath]);

    public Task<string> LogAsync() => _box.ExecAsync("journalctl", "--no-pager", "-o", "cat", IsUsers ? $"_SYSTEMD_USER_UNIT={Unit}" : $"_SYSTEMD_UNIT={Unit}");

    /// <summary>What the daemon answers, or why it does not.</summary>
    public Task<ControlResult<StatusReport>> StatusAsync() => _control.StatusAsync(CancellationToken.None);

    /// <summary>Asks for a service's status until it is as expected; the log comes along when it never is.</summary>
    public async Task<ServiceStatus> UntilAsync(string service, Func<ServiceStatus, bool> expected)
    {
        ServiceStatus? last = null;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    last = (await _control.StatusAsync(service, CancellationToken.None)).Value;
                    return last is not null && expected(last);
                },
                $"a state of {service}");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; last: {last}\n{await LogAsync()}");
        }

        return last!;
    }

    public Task<ServiceStatus> UntilAsync(string service, Phase phase) => UntilAsync(service, status => status.Phase == phase);

    /// <summary>Waits until a new instance is well.</summary>
    public Task<ServiceStatus> UntilWellAfterAsync(ServiceStatus before) =>
        UntilAsync(before.Name, status => status.Phase == Phase.Watching && status.Instance != before.Instance);

    /// <summary>Waits for an alert; the log comes along when it never comes.</summary>
    internal async Task<Alert> AlertedAsync(Watched service, string code)
    {
        try
        {
            await Eventually.TrueAsync(() => Find() is not null, $"the alert {code} for {service.Name}");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{await LogAsync()}");
        }

        return Find()!;

        Alert? Find() => Decisions<Alert>(service.Name).FirstOrDefault(alert => alert.Reason.Code == code);
    }

    /// <summary>Everything that its journal has on a service, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Journal(string service) =>
        [.. new JournalReader(_box.HostPath($"{StateFolder}/journal")).OldestFirst(new JournalQuery { Service = service })];

    public IReadOnlyList<T> Decisions<T>(string service)
        where T : Decision => [.. Journal(service).SelectMany(entry => entry.Decisions).OfType<T>()];

    public IReadOnlyList<T> Inputs<T>(string service)
        where T : Input => [.. Journal(service).Select(entry => entry.Input).OfType<T>()];

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (_started) await StopAsync();
    }

    /// <summary>With a word for the scheduler: other tests keep the machine busy, and what is not on time here is judged differently.</summary>
    private static string RootText(string name) => $"""
        [Unit]
        StartLimitIntervalSec=0
        [Service]
        Type=notify
        ExecStart={Program} run --config /etc/{name}/watchdog.json
        ExecReload=/bin/kill -HUP $MAINPID
        Restart=always
        RestartSec=100ms
        WatchdogSec=15s
        KillMode=mixed
        Nice=-10
        StateDirectory={name}
        RuntimeDirectory={name}
        RuntimeDirectoryPreserve=yes
        UMask=0077
        """;

    /// <summary>As <c>watchdog install --user</c> writes it, but for the folders, which each test has for itself.</summary>
    private static string UserText(string name) => DeployFile.Text("service-watchdog.user.service")
        .Replace("%h/.local/bin/watchdog run", $"{Program} run --config /etc/{name}/watchdog.json", StringComparison.Ordinal)
        .Replace("RuntimeDirectory=service-watchdog", $"RuntimeDirectory={name}\nEnvironment=STATE_DIRECTORY=%h/.local/state/{name}", StringComparison.Ordinal);
}
