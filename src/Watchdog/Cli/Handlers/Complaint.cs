namespace Watchdog.Cli.Handlers;

/// <summary>Why a command did not do what it was asked: one line on standard error, under the command's name.</summary>
internal static class Complaint
{
    /// <returns><paramref name="code"/>, to end with.</returns>
    public static int Say(string command, int code, string sentence)
    {
        Console.Error.WriteLine($"watchdog {command}: {sentence}");
        return code;
    }
}
