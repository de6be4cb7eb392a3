using System.Collections.Immutable;

namespace Watchdog.Evidence.Collectors;

/// <summary>The programs that can take stacks, the best for each runtime first.</summary>
internal static class StackTools
{
    public static ImmutableArray<StackTool> All { get; } =
    [
        // A stopped process needs no pause; to attach to one is what py-spy may hang at.
        new("py-spy", RuntimeKind.Python, true, static (pid, stopped) => stopped ? ["dump", "--nonblocking", "--pid", pid] : ["dump", "--pid", pid], "pip install py-spy"),
        // -nx: nobody's .gdbinit is run. Symbols are not asked for over the network. Programs are read as the process sees them (a container, a unit's own mounts):
        // gdb would enter its namespaces for that, which takes CAP_SYS_ADMIN, while this link takes CAP_SYS_PTRACE.
        new("gdb", RuntimeKind.Native, true, static (pid, _) => ["-batch", "-nx", "-q", "-iex", "set debuginfod enabled off", "-iex", "set pagination off", "-iex", $"set sysroot /proc/{pid}/root", "-p", pid, "-ex", "thread apply all bt"], "apt install gdb"),
        new("eu-stack", RuntimeKind.Native, true, static (pid, _) => ["-p", pid], "apt install elfutils"),
        new("dotnet-stack", RuntimeKind.DotNet, false, static (pid, _) => ["report", "-p", pid], "dotnet tool install -g dotnet-stack"),
        new("jstack", RuntimeKind.Java, false, static (pid, _) => ["-l", pid], "the JDK of its version"),
    ];

    /// <summary>As they are configured, and called.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static tool => tool.Program)];
}
