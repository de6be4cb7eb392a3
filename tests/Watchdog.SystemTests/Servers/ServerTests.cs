namespace Watchdog.SystemTests.Servers;

/// <summary>The tests' own servers go wrong as <c>server.py</c> says, in both runtimes: what other tests rely upon when they wedge one.</summary>
public abstract class ServerTests
{
    public static TheoryData<ServerRuntime> Runtimes { get; } = new(Enum.GetValues<ServerRuntime>());

    internal static Task<RunningServer> StartAsync(ServerRuntime runtime, params string[] options)
    {
        Require();
        return RunningServer.ListeningAsync(runtime, options);
    }

    protected static void Require()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "looks for signals in /proc");
        Skip.IfNot(File.Exists("/usr/bin/python3"), "python3 is not installed");
    }
}
