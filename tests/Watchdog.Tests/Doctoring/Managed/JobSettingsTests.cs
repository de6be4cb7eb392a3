using Watchdog.Doctoring.Managed;
using Watchdog.Tests.Managers.Launchd;

namespace Watchdog.Tests.Doctoring.Managed;

/// <summary>In the shapes that real Macs have been seen to print.</summary>
public sealed class JobSettingsTests
{
    [Fact]
    public void Of_AJobThatATimerStarts_IsStartedAgain() => Assert.True(JobSettings.Of(Prints.Job("running", "runs = 1")).IsStartedAgain);

    [Theory]
    [InlineData("properties = keepalive | runatload | inferred program", true, false)]
    [InlineData("properties = runatload | inferred program", false, false)]
    [InlineData("properties = ", false, false)]
    [InlineData("properties = runatload | abandon process group | inferred program", false, true)]
    [InlineData("semaphores = {\n\t\tsuccessful exit => 0\n\t}\n\tproperties = runatload", true, false)]
    [InlineData("event triggers = {\n\t}\n\tsockets = {\n\t}\n\tproperties = runatload", false, false)]
    [InlineData("run interval = 60 seconds\n\tproperties = runatload", true, false)]
    [InlineData("environment = {\n\t\tX => properties = keepalive\n\t}\n\tproperties = runatload", false, false)]
    public void Of_Properties_TellWhoStartsItAgainAndWhatItLeavesBehind(string lines, bool isStartedAgain, bool abandons)
    {
        var job = JobSettings.Of($"gui/501/com.example.web = {{\n\tpath = /Users/me/web.plist\n\tstate = running\n\t{lines}\n}}\n");

        Assert.Equal((isStartedAgain, abandons, "/Users/me/web.plist"), (job.IsStartedAgain, job.AbandonsGroup, job.Plist));
    }

    [Fact]
    public void Of_APrintThatWasCutOrSubmitted_TellsNothing()
    {
        var job = JobSettings.Of(Prints.SpawnScheduled);

        Assert.Equal((null, null), (job.IsStartedAgain, job.Plist));
    }
}
