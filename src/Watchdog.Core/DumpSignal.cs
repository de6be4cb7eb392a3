namespace Watchdog.Core;

/// <summary>What a process may be asked by to write down what it does, before it is restarted.</summary>
public enum DumpSignal
{
    /// <summary>SIGUSR1: by agreement; it ends a process that has no handler for it.</summary>
    Usr1,

    /// <summary>SIGQUIT: the stacks of a JVM or a Go program; it ends the latter.</summary>
    Quit,

    /// <summary>SIGABRT: a core dump, and the end.</summary>
    Abrt,
}
