using System.Collections.Immutable;

namespace Watchdog.Evidence.Collectors;

/// <summary>A program that can take the stacks of a process.</summary>
/// <param name="Program">By PATH.</param>
/// <param name="Runtime">Whose stacks it understands; <see cref="RuntimeKind.Native"/> for those of any process, by the machine's own frames.</param>
/// <param name="Freezes">It holds the process still (ptrace).</param>
/// <param name="Arguments">For a process, and whether that is stopped.</param>
/// <param name="Install">How to get it.</param>
internal sealed record StackTool(string Program, RuntimeKind Runtime, bool Freezes, Func<string, bool, ImmutableArray<string>> Arguments, string Install)
{
    /// <summary>The process itself answers it: not while it is stopped, and only to its own user.</summary>
    public bool IsAnswered => !Freezes;

    public bool Fits(RuntimeKind runtime) => Runtime == RuntimeKind.Native || Runtime == runtime;
}
