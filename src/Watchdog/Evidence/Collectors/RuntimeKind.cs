namespace Watchdog.Evidence.Collectors;

/// <summary>What runs a process's program.</summary>
internal enum RuntimeKind
{
    /// <summary>The machine itself, or what we do not know.</summary>
    Native,

    /// <summary>CPython.</summary>
    Python,

    DotNet,

    Java,
}
