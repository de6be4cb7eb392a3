using System.Globalization;
using System.Runtime.InteropServices;

namespace Watchdog.TestServer;

/// <summary>What the server does with the signals that it is sent.</summary>
internal static class Signals
{
    private const int Usr1 = 10;      // on Linux, but for MIPS and its like

    /// <returns>Keep them: a registration that is collected ends.</returns>
    public static IReadOnlyList<PosixSignalRegistration> Handle(Server server)
    {
        List<PosixSignalRegistration> handled =
        [
            PosixSignalRegistration.Create((PosixSignal)Usr1, context => Dump(context, server)),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Dump(context, server)),
        ];
        if (server.Options.IgnoreTerm) handled.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true));
        if (server.Options.ExitOnTerm is { } code) handled.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(code)));
        return handled;
    }

    /// <summary>The runtime does not tell other threads' managed stacks from inside; their names, states and where they wait in the kernel are what there is.</summary>
    private static void Dump(PosixSignalContext context, Server server)
    {
        context.Cancel = true;
        var threads = Directory.EnumerateDirectories("/proc/self/task").Select(Describe);
        var text = string.Create(CultureInfo.InvariantCulture, $"{context.Signal}: {server.Mode.Name}, {server.Accepted} accepted\n{string.Join('\n', threads)}\n");
        if (server.Options.Dump is { } path) File.AppendAllText(path, text);
        else Console.Error.Write(text);
    }

    private static string Describe(string folder)
    {
        try
        {
            var stat = File.ReadAllText($"{folder}/stat");
            return $"Thread {Path.GetFileName(folder)} {stat[stat.IndexOf('(')..(stat.LastIndexOf(')') + 3)]} {File.ReadAllText($"{folder}/wchan")}";
        }
        catch (IOException)
        {
            return $"Thread {Path.GetFileName(folder)} has ended";
        }
    }
}
