namespace Watchdog.Cli.Demo;

/// <summary>One way to break, and how it is to be met.</summary>
/// <param name="Service">Name of the sample service that breaks so.</param>
/// <param name="Title">For the table.</param>
/// <param name="Check">The check that must lead to the restart.</param>
/// <param name="Code">How the code of that check's failure begins.</param>
/// <param name="Act">What is done to the service, in plain words.</param>
internal sealed record DemoFault(string Service, string Title, string Check, string Code, string Act)
{
    /// <summary>What <see cref="SampleFaults"/> understands; null where the fault is none of the program's own.</summary>
    public string? Line { get; init; }

    /// <summary>Every thread is stopped from outside.</summary>
    public bool Freezes { get; init; }

    /// <summary>No restart cures it: it is to be restarted twice, then held.</summary>
    public bool Incurable { get; init; }

    public int Restarts => Incurable ? 2 : 1;

    /// <summary>In the order in which they are shown; the last takes longest.</summary>
    public static IReadOnlyList<DemoFault> All { get; } =
    [
        new("frozen", "hangs (SIGSTOP)", "liveness", "timeout-", "every thread stopped (SIGSTOP); its port still takes connections") { Freezes = true },
        new("accept-loop", "accept loop stuck", "liveness", "timeout-", "its accept loop stands still; connects succeed, nothing is answered") { Line = "accept-stuck" },
        new("deep-health", "deep health fails, liveness fine", "deepHealth", "status-503", "/health says ok, /health?deep=1 says that its worker has failed") { Line = "deep-fail" },
        new("counter", "counter flat, answers fine", "acceptLoop", "counter-flat", "every answer says ok, but its counter of connections stands still") { Line = "counter-flat" },
        new("memory", "memory grows", "memory", "memory-over-limit", "it takes 40 MB more each second") { Line = "leak 40 400" },
        new("incurable", "no restart cures it", "deepHealth", "status-503", "its worker fails now, and in every new instance") { Incurable = true },
    ];

    /// <summary>Those that can be seen on this system, and those that cannot, with the reason.</summary>
    public static (IReadOnlyList<DemoFault> Shown, string? LeftOut) ForThisSystem() => OperatingSystem.IsLinux()
        ? (All, null)
        : (All.Where(fault => fault.Check != "memory").ToArray(), "left out: memory, since a child's memory cannot be read on this system");
}
