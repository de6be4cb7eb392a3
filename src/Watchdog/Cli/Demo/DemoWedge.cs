using System.Globalization;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Cli.Demo;

/// <summary>Does to a sample service what its fault says.</summary>
internal sealed class DemoWedge(DemoFolder folder, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Done when this returns.</summary>
    /// <returns>Null, or why it could not be done.</returns>
    public async Task<string?> DoAsync(DemoFault fault, IManagedUnit unit, CancellationToken cancel)
    {
        if (fault.Incurable) await File.WriteAllTextAsync(folder.IncurableOf(fault), "", cancel);
        if (fault.Freezes) return await FreezeAsync(await PidOfAsync(unit, cancel), cancel);
        return fault.Line is { } line ? await WriteAsync(folder.FaultsOf(fault), line, cancel) : null;
    }

    /// <summary>Lets a frozen one go on, so that it can end when it is told to.</summary>
    public static async Task ThawAsync(IManagedUnit unit)
    {
        if (await PidOfAsync(unit, CancellationToken.None) is > 0 and var pid) _ = Processes.Kill(-pid, Libc.SigContinue);
    }

    private async Task<string?> FreezeAsync(int pid, CancellationToken cancel)
    {
        if (pid <= 0 || Processes.Kill(-pid, Libc.SigStop) != 0) return "it could not be stopped";

        // The signal is only on its way when kill returns.
        var stopped = await UntilAsync(() => State(pid) is 'T' or null, cancel);
        return stopped ? null : "it did not stop on SIGSTOP";
    }

    private async Task<string?> WriteAsync(string file, string line, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(file, line, cancel);
        return await UntilAsync(() => !File.Exists(file), cancel) ? null : "it did not take the fault up";
    }

    private async Task<bool> UntilAsync(Func<bool> condition, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(began) > s_patience) return false;
            await Task.Delay(s_lookEvery, time, cancel);
        }

        return true;
    }

    private static async Task<int> PidOfAsync(IManagedUnit unit, CancellationToken cancel) => (await unit.LookAsync(cancel)).Status?.MainPid ?? 0;

    /// <summary>The letter in <c>/proc/PID/stat</c>; null where there is none.</summary>
    private static char? State(int pid)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat");
        if (!File.Exists(file)) return null;
        var text = File.ReadAllText(file);
        return text[text.LastIndexOf(')') + 2];
    }
}
