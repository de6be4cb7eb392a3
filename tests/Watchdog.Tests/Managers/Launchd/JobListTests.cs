using FsCheck;
using FsCheck.Fluent;
using Watchdog.Managers.Launchd;

namespace Watchdog.Tests.Managers.Launchd;

/// <summary>The shape of <c>launchctl print DOMAIN</c> on macOS 13 to 26, shortened.</summary>
public sealed class JobListTests
{
    [Fact]
    public void Of_UsersDomain_IsItsServicesAndNothingElse()
    {
        var list = JobList.Of(Prints.Gui)!;

        Assert.True(list.IsWhole);
        Assert.Equal(
            [
                new ListedJob("net.example.postgresql", 887), new ListedJob("com.apple.never-ran", 0), new ListedJob("com.example.broken", 0), new ListedJob("com.example.killed", 0),
                new ListedJob("com.example.pressed", 25900), new ListedJob("application.com.apple.Safari.1152921500311879999.1152921500311880003", 12345),
            ],
            list.Jobs.ToArray());
    }

    [Fact]
    public void Of_SystemDomain_StatsBeforeItAreNotTakenForIt()
    {
        var list = JobList.Of(Prints.System)!;

        Assert.Equal([new ListedJob("com.apple.rpmuxd", 0), new ListedJob("com.apple.runningboardd", 539), new ListedJob("homebrew.mxcl.nginx", 297)], list.Jobs.ToArray());
        Assert.True(list.IsWhole);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bad request.\nCould not find domain for user gui: 502\n")]
    [InlineData("gui/501 = {\n\ttype = login\n}\n")]
    [InlineData("services = {\n 1 - a\n}\n")]
    [InlineData("gui/501 = {\n\ttype = login\n\tpools = {\n\t\tservices = {\n\t\t\t1 - a\n\t\t}\n\t}\n}\n")]
    public void Of_TextWithoutThatBlock_IsNoList(string print) => Assert.Null(JobList.Of(print));

    [Fact]
    public void Of_EmptyBlock_IsAListOfNone()
    {
        var list = JobList.Of("user/2001 = {\n\ttype = user\n\n\tservices = {\n\t}\n\n\tunmanaged processes = {\n\t}\n}\n")!;

        Assert.Empty(list.Jobs);
        Assert.True(list.IsWhole);
    }

    [Fact]
    public void Of_RealPrintCutAnywhere_HasNoOtherProcessesAndSaysSo()
    {
        var whole = JobList.Of(Prints.Gui)!.Jobs.Select(job => job.Pid).ToHashSet();
        var end = Prints.Gui.IndexOf("\t}\n\n\tunmanaged", StringComparison.Ordinal);
        for (var length = 0; length <= Prints.Gui.Length; length++)
        {
            if (JobList.Of(Prints.Gui[..length]) is not { } list) continue;
            Assert.Equal(length > end + 1, list.IsWhole);
            Assert.All(list.Jobs, job => Assert.Contains(job.Pid, whole));
        }
    }

    [Fact]
    public void Of_AnyTextWhatever_NeverThrowsAndHasNoNamelessJob()
    {
        var lines = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>(),
            Gen.Elements("a = {", "\tb = {", "\tservices = {", "  services = {", "\t}", "}", "\t\t 7 - \ta.b", "7 - a", "\t\t-1 0 x", "\t\t99999999999 0 x", "\t\t8  0", "\r", " = {"));
        Prop.ForAll(
            Gen.ListOf(lines).Select(all => string.Join('\n', all)).ToArbitrary(),
            text => JobList.Of(text) is not { } list || list.Jobs.All(job => job.Label.Length > 0 && job.Pid >= 0)).QuickCheckThrowOnFailure();
    }
}
