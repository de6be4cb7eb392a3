using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary><c>watchdog drill</c> on real services of a real systemd.</summary>
public sealed class DrillTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>Else the first restarts wait until what may have been before has left the limit's window.</summary>
    private const string NoLimit = "[Unit]\nStartLimitIntervalSec=0";

    [SkippableFact]
    public async Task Drill_OfAGoodService_Passes()
    {
        box.Require();
        var good = await new Drilled(box, "drill-good", 9601, "none") { Lines = NoLimit }.StartAsync();
        var before = await box.PropertyAsync(good.Unit, "InvocationID");

        var ran = await good.DrillAsync("--yes");

        Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        Assert.Equal("", ran.Error);
        Assert.Contains("passed: 3 of 3 restarts; drill-good.service runs, and its checks pass", ran.Output, StringComparison.Ordinal);
        Assert.NotEqual(before, await box.PropertyAsync(good.Unit, "InvocationID"));
        Assert.Equal("active", await box.PropertyAsync(good.Unit, "ActiveState"));
    }
}
