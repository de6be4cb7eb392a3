using Watchdog.Config;
using Watchdog.Kernel;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class WithheldVariableTests
{
    [Fact]
    public async Task Child_VariableThatTheConfigurationUses_IsNotInItsEnvironment()
    {
        Environment.SetEnvironmentVariable("CHILD_TEST_SECRET", "geheim");
        Environment.SetEnvironmentVariable("CHILD_TEST_PLAIN", "seen");
        try
        {
            await using var fixture = new ChildFixture();
            Read(fixture, """{ "services": { "s": { "process": { "command": ["/bin/${env:CHILD_TEST_SECRET}", "${env:PATH}"] } } } }""");
            Read(fixture, """{ "services": { "s": { "process": { "command": ["/bin/true"] } } } }""");

            fixture.Unit("env", Shell("env; echo end; exec sleep 60"));

            var written = await fixture.UntilWrittenAsync("env", "\nend\n");
            Assert.Contains("CHILD_TEST_PLAIN=seen\n", written, StringComparison.Ordinal);
            Assert.Contains("PATH=", written, StringComparison.Ordinal);
            Assert.DoesNotContain("geheim", written, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var name in new[] { "CHILD_TEST_SECRET", "CHILD_TEST_PLAIN" }) Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void Program_OfAnyKind_GetsNoneOfThem()
    {
        Environment.SetEnvironmentVariable("CHILD_TEST_OTHER", "geheim");
        try
        {
            Assert.DoesNotContain("CHILD_TEST_OTHER", ProgramStart.StartInfo("/bin/true", []).Environment.Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CHILD_TEST_OTHER", null);
        }
    }

    private static void Read(ChildFixture fixture, string text)
    {
        var path = Path.Combine(fixture.Folder, "watchdog.json");
        File.WriteAllText(path, text);
        Assert.NotNull(ConfigReader.Read(path).Config);
    }
}
