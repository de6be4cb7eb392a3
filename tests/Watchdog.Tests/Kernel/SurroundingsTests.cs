using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("", false, "nothing that says so")]
    [InlineData("", true, "a terminal")]
    [InlineData("INVOCATION_ID=1 JOURNAL_STREAM=9:42 NOTIFY_SOCKET=/run/x", false, "systemd (a unit of it, standard error is the journal, READY=1 is waited for)")]
    [InlineData("INVOCATION_ID=1 JOURNAL_STREAM=9:43", false, "systemd (a unit of it)")]
    [InlineData("INVOCATION_ID=1 JOURNAL_STREAM=8:42", true, "a terminal")]
    [InlineData("SUPERVISOR_ENABLED=1", false, "supervisord")]
    [InlineData("XPC_SERVICE_NAME=com.example.hermes-webui", false, "launchd (the job com.example.hermes-webui)")]
    [InlineData("XPC_SERVICE_NAME=0", false, "nothing that says so")]
    [InlineData("XPC_SERVICE_NAME=application.com.apple.Terminal.1152921500311879701.1152921500311879706", true, "a terminal")]
    [InlineData("XPC_SERVICE_NAME=application.com.googlecode.iterm2", true, "a terminal")]
    [InlineData("XPC_SERVICE_NAME=..", false, "nothing that says so")]
    [InlineData("XPC_SERVICE_NAME=1.2", false, "nothing that says so")]
    public void Of_Environment_CountsOnlyWhatIsMeantForUs(string environment, bool terminal, string expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(expected, Surroundings.Of(variables.GetValueOrDefault, (9, 42), terminal).ToString());
    }

    [Fact]
    public void Of_JournalStreamWithoutAFileToCompare_IsNotTheJournals() =>
        Assert.False(Surroundings.Of(name => name == "JOURNAL_STREAM" ? "9:42" : null, null, false).IsJournal);

    // The numbers of stat(1) for /dev/null on Linux: device 5 of major 0; and of a disk with a large minor (makedev(259, 70000)).
    [Theory]
    [InlineData(0u, 5u, 5ul)]
    [InlineData(8u, 1u, 0x801ul)]
    [InlineData(259u, 70_000u, 0x11110370ul)]
    public void Device_OfMajorAndMinor_IsAsTheCLibraryPutsIt(uint major, uint minor, ulong expected) => Assert.Equal(expected, new FileId(1, major, minor, 0).Device);
}
