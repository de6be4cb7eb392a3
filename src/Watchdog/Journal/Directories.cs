using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>Where we keep what outlives us. Folders are made 0700; one that is not ours alone to write is refused.</summary>
/// <param name="State">Survives a reboot: states, journal, lock.</param>
/// <param name="Runtime">Survives us: the control socket, and states and what people were told while the state folder cannot be written.</param>
internal sealed record Directories(string State, string Runtime)
{
    public const string Name = "service-watchdog";

    /// <summary>The code of a folder that belongs to another user.</summary>
    public const string NotOurs = "folder-not-ours";

    public string States => Path.Combine(State, "state");

    public string RuntimeStates => Path.Combine(Runtime, "state");

    public string Journal => Path.Combine(State, "journal");

    /// <summary>Made when there is a first message.</summary>
    public string Outbox => Path.Combine(State, "outbox");

    /// <summary>What people were told.</summary>
    public string Told => Path.Combine(State, "told.json");

    /// <summary>The same, while that cannot be written.</summary>
    public string RuntimeTold => Path.Combine(Runtime, "told.json");

    public string Evidence => Path.Combine(State, "evidence");

    public string ControlSocket => Path.Combine(Runtime, "control.sock");

    /// <summary>From this process's environment and user.</summary>
    public static Directories Find() => Find(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        Libc.UserId == 0,
        OperatingSystem.IsMacOS());

    /// <summary>
    /// <c>$STATE_DIRECTORY</c> and <c>$RUNTIME_DIRECTORY</c> (systemd sets them; the first of a colon list), else the platform's convention.
    /// </summary>
    public static Directories Find(Func<string, string?> environment, string home, bool root, bool mac)
    {
        var state = First(environment("STATE_DIRECTORY")) ?? ConventionalState(environment, home, root, mac);
        var runtime = First(environment("RUNTIME_DIRECTORY")) ?? ConventionalRuntime(environment, state, root, mac);
        return new Directories(state, runtime);
    }

    /// <summary>Creates what is missing and checks what is there. Null when all is well, else what to do about it.</summary>
    public Reason? Prepare()
    {
        foreach (var folder in (ReadOnlySpan<string>)[State, Runtime, States, RuntimeStates, Journal])
        {
            if (Prepare(folder) is { } problem) return problem;
        }

        return null;
    }

    private static Reason? Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, AtomicFile.FolderMode);
            var owner = Libc.OwnerOf(folder);
            if (owner != Libc.UserId)
            {
                return new Reason(
                    NotOurs,
                    $"{folder} belongs to user {owner}, not to user {Libc.UserId} as whom we run; give it back with chown, or run as its owner");
            }

            return (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0
                ? null
                : new Reason("folder-writable-by-others", $"{folder} can be written by others; run chmod go-w {folder}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Reason(
                "folder-unusable",
                $"{folder} cannot be used ({failure.Message}); set STATE_DIRECTORY and RUNTIME_DIRECTORY to folders of ours");
        }
    }

    private static string ConventionalState(Func<string, string?> environment, string home, bool root, bool mac)
    {
        if (mac) return Path.Combine(root ? "/" : home, "Library", "Application Support", Name);
        if (root) return Path.Combine("/var/lib", Name);
        return Path.Combine(Absolute(environment("XDG_STATE_HOME")) ?? Path.Combine(home, ".local", "state"), Name);
    }

    private static string ConventionalRuntime(Func<string, string?> environment, string state, bool root, bool mac)
    {
        if (root && !mac) return Path.Combine("/run", Name);
        return !mac && Absolute(environment("XDG_RUNTIME_DIR")) is { } run ? Path.Combine(run, Name) : Path.Combine(state, "runtime");
    }

    private static string? First(string? list) => Absolute(list?.Split(':', 2)[0]);

    /// <summary>The XDG specification has relative paths ignored.</summary>
    private static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? "") ? path : null;
}
