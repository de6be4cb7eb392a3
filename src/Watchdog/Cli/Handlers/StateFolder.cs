using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Cli.Handlers;

/// <summary>Which state folder a command means, and as whom it is used. Finding it creates nothing.</summary>
internal static class StateFolder
{
    /// <summary>As RuntimeDirectoryMode= of the installed unit has it.</summary>
    private const UnixFileMode Readable = AtomicFile.FolderMode
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly Directories s_system = Directories.Find(_ => null, "/", root: true, OperatingSystem.IsMacOS());

    /// <summary>
    /// For a command that keeps services itself: our own user's. For the user of the installed unit that is the system's, also in a shell, where by
    /// convention it would lie within its home, which is the system's folder.
    /// </summary>
    public static Directories Ours() =>
        !IsGiven("STATE_DIRECTORY") && !IsGiven("RUNTIME_DIRECTORY") && Directory.Exists(s_system.State) && Libc.OwnerOf(s_system.State) == Libc.UserId
            ? s_system
            : Directories.Find();

    /// <summary>
    /// For a command about what others keep: our own user's when it has one; else the system's, so that `watchdog status` finds the daemon of the
    /// machine without being told.
    /// </summary>
    public static Directories Find()
    {
        var own = Ours();
        if (Directory.Exists(own.State) || IsGiven("STATE_DIRECTORY")) return own;

        return Directory.Exists(s_system.State) ? s_system : own;
    }

    /// <summary>Why what lies there cannot be read by us; null when it can, or nothing is there.</summary>
    public static string? Unreadable(Directories directories)
    {
        foreach (var folder in (ReadOnlySpan<string>)[directories.State, directories.States, directories.Journal])
        {
            try
            {
                if (Directory.Exists(folder)) _ = Directory.EnumerateFileSystemEntries(folder).Any();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"{folder} cannot be read by us; run this with sudo, or as user {Libc.OwnerOf(directories.State)}, who keeps it";
            }
        }

        return null;
    }

    /// <summary>
    /// As whom a command is run that writes to a folder of another's, where no daemon answers. Root does not write to it: a link that the owner set would lead us
    /// wherever it points. Nor is it given to root: the daemon could not use it any more.
    /// </summary>
    /// <param name="directories">The folder.</param>
    /// <param name="command">What follows <c>watchdog</c>.</param>
    /// <returns>Null where it is ours.</returns>
    public static string? OfAnother(Directories directories, string command)
    {
        if (!Directory.Exists(directories.State) || Libc.OwnerOf(directories.State) is var owner && owner == Libc.UserId) return null;

        var user = UserNames.OfThisMachine().Of(owner);
        return $"no daemon answers, and {directories.State} belongs to user {user}: start the daemon, or run `sudo -u {(char.IsAsciiDigit(user[0]) ? $"'#{owner}'" : user)} watchdog {command}`";
    }

    /// <summary>A daemon that keeps what lies there, for when it was asked and nobody answered; null when none does.</summary>
    public static LockHolder? SilentDaemon(Directories directories)
    {
        try
        {
            // On a full disk the lock has no name.
            return StateLock.Holder(directories.State) is { } holder && (holder.Command == RunHandler.Name || holder == LockHolder.Unknown) ? holder : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;        // who may not even open the lock has been told so
        }
    }

    /// <summary>
    /// Root goes on as the folder's owner, for good: what root made there would lock the owner out, and a link that the owner set would lead root
    /// wherever it points. Returns why that cannot be, or null.
    /// </summary>
    /// <exception cref="IOException">The runtime folder cannot be made.</exception>
    public static string? TryBecomeOwner(Directories directories)
    {
        if (!Directory.Exists(directories.State)) return null;

        var (user, group) = Libc.OwnersOf(directories.State);
        if (user == Libc.UserId) return null;
        if (Libc.UserId != 0) return $"{directories.State} belongs to user {user}: run this with sudo, or as that user";

        if (directories.Runtime == s_system.Runtime && !Directory.Exists(directories.Runtime))
        {
            // After a reboot, before the first round: nobody but root can make it, or can have put anything else there.
            Directory.CreateDirectory(directories.Runtime, Readable);
            Libc.Give(directories.Runtime, user, group);
        }

        return Libc.TryBecome(user, group) is { } problem ? $"we cannot become user {user}, to whom {directories.State} belongs: {problem}" : null;
    }

    private static bool IsGiven(string variable) => Environment.GetEnvironmentVariable(variable) is not null;
}
