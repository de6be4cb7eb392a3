using System.Globalization;
using Watchdog.Kernel;
using Watchdog.Managers;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

/// <summary>In the tree of cgroup v2 that this machine has, if we may write there.</summary>
public sealed class ChildCgroupTests
{
    [SkippableFact]
    public async Task Unit_WhereItMay_HasAGroupOfItsOwnThatNobodyEscapes()
    {
        var (root, groups) = Ours();
        await using var fixture = new ChildFixture(groups: groups);
        var unit = fixture.Unit("web", Shell("setsid sleep 60 & echo kid $!; exec sleep 60"));
        var before = await UntilActiveAsync(unit);
        var kid = await KidAsync(fixture);

        Assert.StartsWith(Path.Combine(OurGroup()!, $"child-web-{before.MainPid}-"), before.ControlGroup, StringComparison.Ordinal);
        Assert.Equal([before.MainPid, kid], new Cgroups(root).Processes(before.ControlGroup).Order());
        Assert.Equal(before.ControlGroup, ProcessFacts.CgroupOf(kid));

        await unit.ActAsync(Hung(before), CancellationToken.None);

        Assert.True(await IsGoneAsync(kid));        // although it is in no group of ours to signal
        Assert.False(Directory.Exists(root + before.ControlGroup));
        var after = await LookAsync(unit);
        Assert.NotEqual(before.ControlGroup, after.ControlGroup);
        await fixture.Manager.DisposeAsync();
        Assert.False(Directory.Exists(root + after.ControlGroup));
    }

    [SkippableFact]
    public async Task Unit_TakenUp_HasItsGroupAgain()
    {
        var (root, groups) = Ours();
        await using var fixture = new ChildFixture(groups: groups);
        var config = Shell("sleep 60 & echo kid $!; exec sleep 60");
        var record = fixture.Outlive("web", config, found => found with { ControlGroup = groups.Make("web", found.Pid, found.Start)!.Path });
        var unit = fixture.Unit("web", config);
        var kid = await KidAsync(fixture);

        Assert.Equal(record.ControlGroup, (await LookAsync(unit)).ControlGroup);
        Assert.Equal(record.ControlGroup, ProcessFacts.CgroupOf(kid));
        await fixture.Manager.DisposeAsync();
        Assert.True(await IsGoneAsync(kid));
        Assert.False(Directory.Exists(root + record.ControlGroup));
    }

    [SkippableFact]
    public async Task Make_ForOneThatHasStartedOthersByThen_TakesThemAlong()
    {
        var (_, groups) = Ours();
        await using var fixture = new ChildFixture(groups: groups);
        var config = Shell("setsid sleep 60 & echo kid $! > kid.tmp; mv kid.tmp kid; exec sleep 60") with { WorkingDirectory = fixture.Folder };
        var record = fixture.Outlive("web", config);
        await Support.Eventually.TrueAsync(() => File.Exists(Path.Combine(fixture.Folder, "kid")), "it has a child");
        var kid = int.Parse(File.ReadAllText(Path.Combine(fixture.Folder, "kid")).Split(' ')[1], CultureInfo.InvariantCulture);

        var group = groups.Make("web", record.Pid, record.Start)!;

        Assert.Equal(group.Path, ProcessFacts.CgroupOf(kid));
        Assert.Null(groups.Find("/another/child-web-1-1", record.Pid));
        group.End();
        Assert.True(await IsGoneAsync(kid));
    }

    [Fact]
    public async Task Make_WhereItMayNot_IsNoneAndLeavesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("watchdog-cgroup-").FullName;
        try
        {
            await using var fixture = new ChildFixture(groups: new ChildCgroups(folder, "/"));
            Assert.Equal("", (await UntilActiveAsync(fixture.Unit("web", Command("/bin/sleep", "60")))).ControlGroup);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
            Assert.Null(new ChildCgroups(folder, null).Make("web", 4711, 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Root, ChildCgroups Groups) Ours()
    {
        var root = Array.Find(["/sys/fs/cgroup", "/sys/fs/cgroup/unified"], tree => File.Exists($"{tree}/cgroup.controllers"));
        Skip.If(root is null || OurGroup() is null, "no cgroup v2 here");
        var probe = $"{root}{OurGroup()!.TrimEnd('/')}/probe-{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Skip.If(true, $"no control group may be made here: {refused.Message}");
        }

        return (root!, new ChildCgroups(root!, OurGroup()));
    }

    /// <summary>That of v2 alone, also on a hybrid machine.</summary>
    private static string? OurGroup() =>
        File.Exists("/proc/self/cgroup") ? File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?[3..] : null;

    private static async Task<int> KidAsync(ChildFixture fixture) =>
        int.Parse((await fixture.UntilWrittenAsync("web", "\n")).Split(' ')[1], CultureInfo.InvariantCulture);
}
