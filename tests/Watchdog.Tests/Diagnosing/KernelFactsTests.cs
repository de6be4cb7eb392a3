using Watchdog.Core;
using Watchdog.Diagnosing;
using Watchdog.Kernel;

namespace Watchdog.Tests.Diagnosing;

public sealed class KernelFactsTests
{
    /// <summary>As on macOS.</summary>
    [Fact]
    public void ProcessesOf_NoProc_IsTheMainProcessWhereItLives()
    {
        var kernel = KernelFacts.OfThisMachine(TimeProvider.System) with { Tree = new ProcessTree("/nowhere", TimeProvider.System) };

        Assert.Equal([Environment.ProcessId], kernel.ProcessesOf(Active(Environment.ProcessId)).AsEnumerable());
        Assert.Empty(kernel.ProcessesOf(Active(int.MaxValue)));
        Assert.Empty(kernel.ProcessesOf(Active(0)));
    }

    private static UnitStatus Active(int pid) => new() { State = UnitState.Active, SubState = "running", MainPid = pid };
}
