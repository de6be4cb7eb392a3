using Watchdog.Journal;

namespace Watchdog.Notify.Texts;

/// <summary>How a person at a shell of this machine reaches the watchdog that keeps this state.</summary>
internal static class OurCommand
{
    /// <param name="state">The state folder of this watchdog.</param>
    /// <param name="system">That of the machine's watchdog.</param>
    /// <param name="conventional">That which a command of this user finds by itself.</param>
    /// <returns><c>sudo watchdog</c> for the machine's own, <c>watchdog</c> for a user's, with its folder where nobody would find it.</returns>
    public static string For(string state, string system, string conventional)
    {
        if (state == system) return "sudo watchdog";
        return state == conventional ? "watchdog" : $"STATE_DIRECTORY={Quoted(state)} watchdog";
    }

    /// <summary>For those of this process.</summary>
    public static string For(Directories directories)
    {
        var (home, mac) = (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), OperatingSystem.IsMacOS());
        var system = Directories.Find(_ => null, "/", root: true, mac);
        var conventional = Directories.Find(name => name.EndsWith("_DIRECTORY", StringComparison.Ordinal) ? null : Environment.GetEnvironmentVariable(name), home, Libc.UserId == 0, mac);
        return For(directories.State, system.State, conventional.State);
    }

    /// <summary>As one word of a shell.</summary>
    public static string Quoted(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '@' or ':' or '=' or '+' or ',')
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
