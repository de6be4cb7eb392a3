using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public class JobOutputTests
{
    [Fact]
    public void Of_BothPaths_IsBoth()
    {
        var places = JobOutput.Of(Printed("\tstdout path = /var/log/web.log\n\tstderr path = /var/log/web error.log\n"));
        Assert.Equal(["/var/log/web.log", "/var/log/web error.log"], places.Paths.ToArray());
        Assert.Null(places.Missing.Code);
    }

    /// <summary>As a captured job of a real Mac has it.</summary>
    [Theory]
    [InlineData("\tworking directory = /Users/me/go\n", "/Users/me/go/check.log")]
    [InlineData("", "/check.log")]
    public void Of_PathThatIsNotFull_IsTakenFromTheJobsFolder(string folder, string path) =>
        Assert.Equal([path, path], JobOutput.Of(Printed($"{folder}\tstdout path = check.log\n\tstderr path = check.log\n")).Paths.ToArray());

    [Theory]
    [InlineData("", 0, "no-log")]
    [InlineData("\tstdout path = /dev/null\n\tstderr path = /dev/null\n", 0, "no-log")]
    [InlineData("\tstdout path = /var/log/web.log\n", 1, "log-half")]
    [InlineData("\tstderr path = /var/log/web.log\n", 1, "log-half")]
    [InlineData("\tstdout path = /dev/null\n\tstderr path = /var/log/web.log\n", 1, "log-half")]
    [InlineData("\tenvironment = {\n\t\tstdout path = /no\n\t}\n", 0, "no-log")]
    public void Of_LessThanBoth_SaysSo(string lines, int count, string code)
    {
        var places = JobOutput.Of(Printed(lines));
        Assert.Equal((count, code), (places.Paths.Length, places.Missing.Code));
    }

    private static JobPrint Printed(string lines) => JobPrint.Of($"gui/501/com.example.web = {{\n\tactive count = 1\n\tstate = running\n\n{lines}\tdomain = gui/501 [100041]\n}}\n");
}
