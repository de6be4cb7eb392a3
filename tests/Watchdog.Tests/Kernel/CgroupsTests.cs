using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>Recorded trees; folders have numbers everywhere.</summary>
public sealed class CgroupsTests : IDisposable
{
    private const string Unit = "/system.slice/web.service";

    private readonly string _root = Directory.CreateTempSubdirectory("watchdog-cgroup-").FullName;

    [SkippableTheory]
    [InlineData("")]
    [InlineData("systemd/")]
    [InlineData("unified/")]
    public void Processes_GroupWithChildren_AreAllBelow(string tree)
    {
        Write(tree + "system.slice/web.service", "10\n11\n");
        Write(tree + "system.slice/web.service/payload/inner", "12\n0\n");
        Write(tree + "system.slice/web.service/supervisor", "11\n");
        Write(tree + "system.slice/other.service", "13\n");

        Assert.Equal(new[] { 10, 11, 12 }, new Cgroups(_root).Processes(Unit).Order());
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/system.slice/../..")]
    [InlineData("/system.slice/gone.service")]
    public void Processes_NoUnit_AreNone(string group)
    {
        Write("system.slice/web.service", "10\n");

        Assert.Empty(new Cgroups(_root).Processes(group));
        Assert.Equal(0u, new Cgroups(_root).IdOf(group));
        Assert.Null(new Cgroups(_root).Holds(group, 1));
    }

    [SkippableFact]
    public void Processes_MoreThanARead_AreWholeNumbers()
    {
        var all = Enumerable.Range(100_000, 5000).ToHashSet();
        Write("system.slice/web.service", string.Concat(all.Select(pid => pid.ToString(CultureInfo.InvariantCulture) + "\n")));

        var pids = new Cgroups(_root).Processes(Unit);

        Assert.InRange(pids.Length, 2000, 4096);
        Assert.All(pids, pid => Assert.Contains(pid, all));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("unified/")]
    public void ById_GroupsOfTheTree_AreTold(string tree)
    {
        Write(tree + "system.slice/web.service/payload", "12\n");
        File.WriteAllText($"{_root}/{tree}cgroup.controllers", "");
        var cgroups = new Cgroups(_root);

        Assert.Equal("/system.slice/web.service", cgroups.ById()[cgroups.IdOf(Unit)]);
        Assert.Equal(["/", "/system.slice", "/system.slice/web.service", "/system.slice/web.service/payload"], cgroups.ById().Values.Order());
    }

    [SkippableFact]
    public void ById_NoV2_AreNone()
    {
        Write("systemd/system.slice/web.service", "12\n");

        Assert.Empty(new Cgroups(_root).ById());
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("unified/")]
    public void Holds_GroupsOfTheTree_TellsTheUnitsAndThoseBelow(string tree)
    {
        Write(tree + "system.slice/web.service/payload", "12\n");
        Write(tree + "system.slice/other.service", "13\n");
        File.WriteAllText($"{_root}/{tree}cgroup.controllers", "");
        var groups = new Cgroups(_root);

        Assert.NotEqual(0u, groups.IdOf(Unit));
        Assert.True(groups.Holds(Unit, groups.IdOf(Unit)));
        Assert.True(groups.Holds(Unit, groups.IdOf(Unit + "/payload")));
        Assert.False(groups.Holds(Unit, groups.IdOf("/system.slice/other.service")));
        Assert.False(groups.Holds(Unit, groups.IdOf("/system.slice")));
        Assert.Null(groups.Holds(Unit, 0));
    }

    [SkippableFact]
    public void IdOf_OnlyV1_IsUnknown()
    {
        Write("systemd/system.slice/web.service", "12\n");

        Assert.Equal(0u, new Cgroups(_root).IdOf(Unit));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string folder, string pids)
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        Directory.CreateDirectory($"{_root}/{folder}");
        File.WriteAllText($"{_root}/{folder}/cgroup.procs", pids);
    }
}
