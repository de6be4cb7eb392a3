using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Managers.Systemd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>What a real systemd and its journal tell.</summary>
[Collection(SystemdCollection.Name)]
public sealed class BoxedEvidenceTests(SystemdBox box)
{
    [SkippableFact]
    public async Task Unit_RealOne_IsToldWithItsPropertiesAndWithoutItsEnvironment()
    {
        box.Require();
        await box.WriteUnitAsync("told.service", """
            [Service]
            Environment=API_TOKEN=hunter2
            ExecStart=/bin/sleep infinity --token=hunter3
            Restart=on-failure
            LimitNOFILE=2048
            """.Replace("infinity --token=hunter3", "300", StringComparison.Ordinal));
        await box.SystemctlAsync("start", "told.service");
        using var manager = box.Manager();
        var files = new TextFiles();
        var status = (await manager.Unit("told.service").LookAsync(CancellationToken.None)).Status!;

        var collected = await new UnitCollector(manager, "told.service").CollectAsync(Subject(status), files, CancellationToken.None);

        Assert.Equal($"active (running), main process {status.MainPid}, result success", collected.Summary);
        Assert.Empty(collected.Problems);
        var text = files["unit.txt"];
        foreach (var line in (string[])["Id=told.service", "ActiveState=active", "SubState=running", "NRestarts=0", "Restart=on-failure", "LimitNOFILE=2048", "ExecStart=/bin/sleep", $"MainPID={status.MainPid}", $"InvocationID={status.Instance}"])
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\nActiveEnterTimestamp=20\d\d-\d\d-\d\d [\d:.]+ UTC\n", text);
        Assert.DoesNotContain("hunter", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Environment", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Journal_SinceItWasWell_HasTimesPrioritiesAndWriters()
    {
        box.Require();
        await box.WriteUnitAsync("writes.service", "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo first; echo \"<4>second\"'");
        await box.SystemctlAsync("start", "writes.service");
        await box.ExecAsync("journalctl", "--sync");
        var between = TimeProvider.System.GetUtcNow();
        var log = Log("writes.service");

        var all = await log.TailAsync(2000, null, CancellationToken.None);
        var none = await log.TailAsync(2000, between, CancellationToken.None);

        Assert.Equal((null, null), (all.Unseen.Code, none.Unseen.Code));
        Assert.Empty(none.Lines);
        var own = all.Lines.Where(static line => !line.ByManager).ToArray();
        Assert.Equal([("first", 6), ("second", 4)], own.Select(static line => (line.Text, line.Priority!.Value)));
        Assert.All(own, static line => Assert.Matches(@"^sh\[\d+\]$", line.Writer));
        Assert.All(own, line => Assert.InRange(line.At!.Value, between - TimeSpan.FromMinutes(5), between));

        // The newest, oldest first.
        await box.SystemctlAsync("start", "writes.service");
        await box.ExecAsync("journalctl", "--sync");
        var newest = await log.TailAsync(3, between, CancellationToken.None);
        Assert.Equal(3, newest.Lines.Length);
        Assert.All(newest.Lines, line => Assert.True(line.At >= between));
        Assert.Equal(newest.Lines.Select(static line => line.At).Order(), newest.Lines.Select(static line => line.At));
    }

    [SkippableFact]
    public async Task Journal_OfAUnitThatNeverRan_IsEmptyAndNothingIsUnseenByRoot()
    {
        box.Require();
        var read = await Log("never-was.service").TailAsync(10, null, CancellationToken.None);
        Assert.Empty(read.Lines);
        Assert.Null(read.Unseen.Code);
    }

    private JournalLog Log(string unit) => new(
        new JournalOfUnit(new BusOptions(SystemdScope.System, "unix:path=/nowhere") { JournalDirectory = box.HostPath("/var/log/journal") }, unit), TimeProvider.System);

    private static Subject Subject(UnitStatus status)
    {
        var service = new ServiceConfig { Name = "told", Manager = new SystemdConfig("told.service", SystemdScope.System), Checks = [], Policy = new ServicePolicy { Name = "told", Checks = [] } };
        return new Subject(service, status, ServiceState.New, [], null, default);
    }
}
