using FsCheck;
using FsCheck.Fluent;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class LineageTests
{
    [Fact]
    public void Table_PsOfAMac_IsProcessesWithTheirParents()
    {
        var table = Lineage.Table("    1     0 launchd\n  501     1 Google Chrome He\n  777   501 python3.12\nnonsense\n 9 x y\n");

        Assert.Equal([(1, 0, "launchd"), (501, 1, "Google Chrome He"), (777, 501, "python3.12")], table.Select(one => (one.Key, one.Value.Parent, one.Value.Name)));
    }

    [Fact]
    public void Table_AnyTextWhatever_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text => Lineage.Table(text ?? "").Keys.All(pid => pid >= 0)).QuickCheckThrowOnFailure();

    [SkippableFact]
    public async Task Read_Ourselves_HaveAParent()
    {
        Skip.IfNot(OperatingSystem.IsLinux());

        var chain = (await Lineage.ReadAsync(TimeProvider.System, CancellationToken.None)).Of(Environment.ProcessId);

        Assert.Equal(Environment.ProcessId, chain[0].Pid);
        Assert.True(chain.Length > 1);
    }
}
