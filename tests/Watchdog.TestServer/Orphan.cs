using System.Diagnostics;

namespace Watchdog.TestServer;

/// <summary>A server that its parent has left.</summary>
internal static class Orphan
{
    /// <summary>Starts this program again, in a session of its own; what started it has ended when this returns. A runtime cannot fork itself, setsid can.</summary>
    public static void Start(string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, $"{typeof(Orphan).Assembly.GetName().Name}.dll");
        var again = arguments.Where(argument => argument != "--fork-orphan");
        using var parent = Process.Start(new ProcessStartInfo("setsid", ["--fork", Environment.ProcessPath!, program, .. again]))
            ?? throw new InvalidOperationException("setsid was not started");
        parent.WaitForExit();
    }
}
