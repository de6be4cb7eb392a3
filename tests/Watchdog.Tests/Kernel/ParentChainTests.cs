using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class ParentChainTests
{
    [Fact]
    public void Of_Parents_EndsWithTheFirstProcess() =>
        Assert.Equal([(9, "p9"), (4, "p4"), (1, "p1")], ParentChain.Of(9, Parents((9, 4), (4, 1), (1, 0))).AsEnumerable());

    [Fact]
    public void Of_Ring_Ends() => Assert.Equal([(9, "p9"), (4, "p4")], ParentChain.Of(9, Parents((9, 4), (4, 9))).AsEnumerable());

    [Fact]
    public void Of_LongLine_IsCut() => Assert.Equal(32, ParentChain.Of(100, pid => Stat(pid, pid - 1)).Length);

    [Fact]
    public void Of_GoneProcess_IsEmpty() => Assert.Empty(ParentChain.Of(9, Parents()));

    [SkippableFact]
    public void Of_Ourselves_EndsWithTheFirstProcess()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var chain = ParentChain.Of(Environment.ProcessId);

        Assert.Equal(Environment.ProcessId, chain[0].Pid);
        Assert.Equal(1, chain[^1].Pid);
    }

    private static Func<int, ProcStat?> Parents(params (int Pid, int Parent)[] parents) =>
        pid => parents.Any(entry => entry.Pid == pid) ? Stat(pid, parents.First(entry => entry.Pid == pid).Parent) : null;

    private static ProcStat Stat(int pid, int parent) => new($"p{pid}", 'S', parent, 0, 0, 1, 0, 0);
}
