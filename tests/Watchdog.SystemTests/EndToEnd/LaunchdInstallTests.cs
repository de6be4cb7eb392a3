using System.Diagnostics;
using Watchdog.Cli;
using Watchdog.Cli.Install;
using Watchdog.Kernel;
using Watchdog.Managers.Launchd;
using Watchdog.SystemTests.Managers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog install</c> and <c>uninstall</c> as on a Mac, in a folder of the test's own, with the stand-in for launchd and the real daemon.</summary>
public sealed class LaunchdInstallTests : IAsyncLifetime
{
    private const string Daemon = LaunchdLayout.DaemonJob;
    private const string Check = LaunchdLayout.CheckJob;

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-mac-").FullName;
    private readonly ProcessRunner _runner = new(TimeProvider.System);
    private readonly LaunchdLayout _layout;
    private Process? _launchd;

    public LaunchdInstallTests() => _layout = LaunchdLayout.OfMac with
    {
        Launchctl = In("launchctl"),
        Program = In("bin/watchdog"),
        UnitDirectory = In("LaunchDaemons"),
        Configuration = In("etc/watchdog.json"),
        LogFile = In("log"),
        StateDirectory = In("state"),
        RuntimeDirectory = In("state/runtime"),
    };

    public async Task InitializeAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Shell.Has("python3") && Shell.Has("dotnet"), "this needs Linux, root, python3 and dotnet");
        await File.WriteAllTextAsync(In("launchctl"), await File.ReadAllTextAsync(StandIn.Path));
        Build("");
        await Shell.RunAsync(["chmod", "755", In("launchctl")]);

        // Where the program looks for its folders by itself, on a Mac, is told in PlistTests.
        var start = new ProcessStartInfo("python3", [In("launchctl"), "serve"]);
        (start.Environment["STATE_DIRECTORY"], start.Environment["RUNTIME_DIRECTORY"]) = (_layout.StateDirectory, _layout.RuntimeDirectory);
        _launchd = Process.Start(start);
        await Eventually.TrueAsync(() => File.Exists(In("launchd.sock")), "the stand-in");
    }

    public async Task DisposeAsync()
    {
        if (_launchd is not null)
        {
            _launchd.Kill(entireProcessTree: true);
            await _launchd.WaitForExitAsync();
            _launchd.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task Install_DaemonThenTimerThenNothing_IsSoEachTime()
    {
        var first = await InstallAsync();
        Assert.Contains($"done     run {_layout.Launchctl} bootstrap system {_layout.Plist(Daemon)}", first);
        Assert.Equal("644 0", (await Shell.RunAsync(["stat", "-c", "%a %u", _layout.Plist(Daemon)])).Ok().Trim());
        await Eventually.TrueAsync(() => Text(_layout.LogFile).Contains($"launchd (the job {Daemon})", StringComparison.Ordinal), "the daemon's first line");
        var running = await JobAsync(Daemon);

        Assert.All(await InstallAsync(), line => Assert.Matches("^(already|left|note) ", line));
        Assert.Equal(running?.Pid, (await JobAsync(Daemon))?.Pid);

        // As on a Mac, bootout answers before the label is free.
        await File.WriteAllTextAsync(In("settle"), "1.2");
        await File.AppendAllTextAsync(_layout.Plist(Daemon), "<!-- edited -->");
        Build("# 2");
        Assert.Contains($"done     run {_layout.Launchctl} bootout system/{Daemon}", await InstallAsync());
        var anew = await JobAsync(Daemon);
        Assert.NotNull(anew?.Pid);
        Assert.NotEqual(running?.Pid, anew.Pid);

        Assert.Contains($"done     remove {_layout.Plist(Daemon)}", await InstallAsync(timer: true));
        await Eventually.TrueAsync(async () => await JobAsync(Daemon) is null, "the end of the daemon");
        await Eventually.TrueAsync(async () => await JobAsync(Check) is { Runs: 1, State: "not running" }, "the first round");
        Assert.All(await InstallAsync(timer: true), line => Assert.Matches("^(already|left|note) ", line));

        // Someone has taken it out of service; to install it is to want it back.
        await LaunchctlAsync("disable", $"system/{Check}");
        await LaunchctlAsync("bootout", $"system/{Check}");
        await Eventually.TrueAsync(async () => await JobAsync(Check) is null, "the end of the rounds");
        Assert.Contains($"done     run {_layout.Launchctl} enable system/{Check}", await InstallAsync(timer: true));
        Assert.NotNull(await JobAsync(Check));

        await DoAsync(installer => installer.UninstallAsync(CancellationToken.None));
        await Eventually.TrueAsync(async () => await JobAsync(Check) is null, "the end of the rounds");
        string[] left = ["build", "etc", "launchctl", "launchd.sock", "settle", "state"];
        Assert.Equal(left, Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Except(["bin", "LaunchDaemons"]).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(In("bin")).Concat(Directory.EnumerateFiles(_layout.UnitDirectory)));
        Assert.True(File.Exists(_layout.Configuration));
        Assert.False(Directory.Exists(_layout.RuntimeDirectory));
    }

    [SkippableFact]
    public async Task Install_NobodyAtTheScreen_SaysWhatElseThereIs()
    {
        var (machine, problem) = await Machine.LookAsync(_layout with { User = true, Domain = "gui/502" }, _runner, CancellationToken.None);
        Assert.Null(machine);
        Assert.Equal(
            "there is no gui/502: you are not logged in at this Mac's screen, and agents run only while you are; log in there, or install for the whole machine: sudo watchdog install",
            problem);
    }

    [SkippableFact]
    public async Task Install_NoLaunchctl_SaysSo()
    {
        var (_, problem) = await Machine.LookAsync(_layout with { Launchctl = In("none") }, _runner, CancellationToken.None);
        Assert.Equal("there is no launchctl here: this machine has no launchd", problem);
    }

    [SkippableFact]
    public async Task Install_BootstrapIsRefused_SaysWhatToDoAndTheNextRunGoesOn()
    {
        await File.WriteAllTextAsync(In("faults"), "bootstrap 150 Bootstrap failed: 150: Operation not permitted while System Integrity Protection is engaged\n");
        var (code, _, error) = await TryAsync(installer => InstallAsync(installer));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains($"System Integrity Protection keeps system/{Daemon} from being touched", error, StringComparison.Ordinal);

        File.Delete(In("faults"));
        Assert.Equal([$"done     run {_layout.Launchctl} bootstrap system {_layout.Plist(Daemon)}"], (await InstallAsync()).Where(line => line.StartsWith("done", StringComparison.Ordinal)));
    }

    private string In(string path) => Path.Combine(_folder, path);

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>A program of one file.</summary>
    private void Build(string more) =>
        File.WriteAllText(In("build"), $"#!/bin/sh\nexec /usr/bin/env dotnet '{Path.Combine(AppContext.BaseDirectory, "watchdog.dll")}' \"$@\"\n{more}\n");

    private Task<string[]> InstallAsync(bool timer = false) => DoAsync(installer => InstallAsync(installer), timer);

    private async Task<int> InstallAsync(Installer installer)
    {
        var (machine, problem) = await Machine.LookAsync(_layout, _runner, CancellationToken.None);
        Assert.Null(problem);
        return await installer.InstallAsync(machine!, In("build"), _ => new ConfiguredUnits([]), CancellationToken.None);
    }

    private async Task<string[]> DoAsync(Func<Installer, Task<int>> what, bool timer = false)
    {
        var (code, output, error) = await TryAsync(what, timer);
        Assert.Equal((ExitCode.Fine, ""), (code, error));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<(int Code, string Output, string Error)> TryAsync(Func<Installer, Task<int>> what, bool timer = false)
    {
        await using StringWriter output = new(), error = new();
        var code = await what(new Installer(_layout, new InstallOptions(User: false, timer, DryRun: false, Config: null), _runner, output, error));
        return (code, output.ToString(), error.ToString());
    }

    private Task<ProcessResult> LaunchctlAsync(params string[] arguments) => _runner.RunAsync(_layout.Launchctl, arguments, TimeSpan.FromSeconds(60), CancellationToken.None);

    private async Task<JobPrint?> JobAsync(string job) => await LaunchctlAsync("print", _layout.Target(job)) is { ExitCode: 0, Output: var print } ? JobPrint.Of(print) : null;
}
