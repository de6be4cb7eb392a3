using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Driven;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

/// <summary>A manager of the test's own, in a folder of its own, as a plain process beside the tests.</summary>
public abstract class DrivenContract : PrivilegeContract
{
    private const uint Nobody = 65534;

    private readonly string? _missing;
    private Process? _manager;
    private IManagedUnit? _unit;

    /// <param name="programs">What it takes.</param>
    protected DrivenContract(params string[] programs)
    {
        var missing = programs.Where(program => !Shell.Has(program)).ToArray();
        _missing = !OperatingSystem.IsLinux() ? "this needs Linux" : !Environment.IsPrivilegedProcess ? "this needs root" : missing.Length > 0 ? $"this needs {string.Join(", ", missing)}" : null;
    }

    internal override IManagedUnit Unit => _unit!;

    internal override IManagedUnit OfNoManager => Driven(DriverOfNoManager);

    protected override bool RestartsByItself => true;

    /// <summary>A new one at every call.</summary>
    private protected abstract IDriver Driver { get; }

    private protected abstract IDriver DriverOfNoManager { get; }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("watchdog-manager-").FullName;

    /// <summary>Skips where it cannot be had.</summary>
    public override async Task InitializeAsync()
    {
        Skip.If(_missing is not null, _missing);

        // Whoever is no one may walk in, and is refused where he is to be refused.
        Allow(Folder, UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await PrepareAsync();
        _unit = Driven(Driver);
        await RunningAsync();
    }

    public override async Task DisposeAsync()
    {
        if (_missing is null) await CleanUpAsync();
        if (_manager is { HasExited: false })
        {
            _manager.Kill(entireProcessTree: true);
            await _manager.WaitForExitAsync();
        }

        _manager?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes the service and starts the manager.</summary>
    private protected abstract Task PrepareAsync();

    /// <summary>Ends what would outlive the manager.</summary>
    private protected virtual Task CleanUpAsync() => Task.CompletedTask;

    private protected void StartManager(params string[] command) => _manager = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;

    private protected string WriteScript(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        Allow(path, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return path;
    }

    /// <summary>What is asked first is asked by that thread, and a program that it starts is that user's.</summary>
    private protected override async Task<RestartOutcome> RestartAsNobodyAsync(UnitStatus before)
    {
        var asked = new TaskCompletionSource<Task<RestartOutcome>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            ThreadUser.Become(Nobody);
            asked.SetResult(Driver.RestartAsync(Orders.RestartIfHung(before), before, CancellationToken.None));
        });
        thread.Start();
        return await await asked.Task;
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
    }

    private static DrivenUnit Driven(IDriver driver) => new(driver, TimeProvider.System, NullLogger.Instance);
}
