using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

public sealed class DisabledJobsTests
{
    [Theory]
    [InlineData("\t\"com.example.web\" => disabled", true)]
    [InlineData("\t\"com.example.web\" => true", true)]
    [InlineData("\t\"com.example.web\" => enabled", false)]
    [InlineData("\t\"com.example.web\" => false", false)]
    [InlineData("\t\"com.example.web2\" => disabled", false)]
    [InlineData("", false)]
    public void Holds_LineOfTheList_IsRead(string line, bool disabled) => Assert.Equal(
        disabled, DisabledJobs.Holds($"\n\tdisabled services = {{\n\t\"com.example\" => disabled\n{line}\n\t}}\n\tlogin item associations = {{\n\t}}\n", "com.example.web"));
}
