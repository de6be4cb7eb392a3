using System.Diagnostics;

namespace Watchdog.Kernel;

/// <summary>How a program of others (a check's command, a manager's client) is found, started and ended.</summary>
internal static class ProgramStart
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    /// <summary>What a program gets of our environment. Not among it: NOTIFY_SOCKET, CREDENTIALS_DIRECTORY, WATCHDOG_* and whatever holds a secret.</summary>
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "CONTAINER_HOST",
    ];

    /// <summary>
    /// util-linux' setsid replaces itself by the command in a session and process group of its own, so that one kill reaches all of it. Where there is
    /// none (macOS), the tree is walked instead.
    /// </summary>
    private static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>Whether every program that we run gets that variable.</summary>
    public static bool Passes(string name) => Passed.Contains(name);

    /// <summary>The program's path, by PATH for a bare name; null when there is none.</summary>
    public static string? Find(string program)
    {
        if (program.Contains('/'))
            return File.Exists(program) ? program : null;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsExecutable);
    }

    public static ProcessStartInfo StartInfo(string path, ReadOnlySpan<string> arguments)
    {
        // Asked of the file itself, for setsid's own answer (126) would be taken for the service's.
        var direct = Setsid is null || !IsExecutable(path);
        var start = new ProcessStartInfo(direct ? path : Setsid!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (!direct)
            start.ArgumentList.Add(path);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var ours = Passed.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in ours)
        {
            if (value is not null)
                start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Asks the process, and the process group that it leads, to end.</summary>
    public static void AskAll(int pid)
    {
        if (Setsid is null || Processes.Kill(-pid, Sigterm) != 0) _ = Processes.Kill(pid, Sigterm);
    }

    /// <summary>Kills the process, its descendants, and its process group where it leads one.</summary>
    public static void KillAll(Process process)
    {
        var pid = process.Id;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is AggregateException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // Ended meanwhile, or a part of it runs as another user: the group is still tried.
        }

        if (Setsid is not null)
            _ = Processes.Kill(-pid, Sigkill);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & any) != 0;
    }
}
