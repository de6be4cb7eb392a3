using System.Runtime.Versioning;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

[UnsupportedOSPlatform("windows")]
public sealed class ConfigTrustTests : IDisposable
{
    private const string Command = """{"services":{"s":{"systemd":{"unit":"s"},"checks":{"c":{"command":["/bin/true"]}}}}}""";
    private const string Process = """{"services":{"s":{"process":{"command":["/bin/true"]}}}}""";
    private const string Exec = """{"services":{},"notifiers":{"n":{"exec":{"command":["/bin/true"]}}}}""";
    private const string Manager = """{"services":{"s":{"command":{"restart":["/bin/true"],"pid":["/bin/true"]}}}}""";
    private const string Harmless = """{"services":{"s":{"systemd":{"unit":"s"}}}}""";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ConfigFile _file = new();

    public void Dispose()
    {
        File.SetUnixFileMode(_file.Folder, Private);
        _file.Dispose();
    }

    [Fact]
    public void Read_OthersCanWriteAFileWithAnExecNotifier_RefusesIt()
    {
        File.WriteAllText(_file.Path, Exec);
        File.SetUnixFileMode(_file.Path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        Assert.Contains("names commands", Assert.Single(ConfigReader.Read(_file.Path).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, Command, true)]
    [InlineData(UnixFileMode.OtherWrite, Command, true)]
    [InlineData(UnixFileMode.OtherWrite, Process, true)]
    [InlineData(UnixFileMode.OtherWrite, Manager, true)]
    [InlineData(UnixFileMode.OtherWrite, Harmless, false)]
    public void Read_OthersCanWriteTheFile_RefusesCommandsAndWarnsElse(UnixFileMode more, string text, bool refused)
    {
        File.WriteAllText(_file.Path, text);
        File.SetUnixFileMode(_file.Path, UnixFileMode.UserRead | more);

        var result = ConfigReader.Read(_file.Path);

        Assert.Equal(refused, result.Config is null);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(refused ? ProblemSeverity.Error : ProblemSeverity.Warning, problem.Severity);
        Assert.Contains($"run chmod go-w {_file.Path}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, true)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, false)]
    [InlineData(UnixFileMode.OtherRead, false)]
    public void Read_OthersCanWriteTheFolder_RefusesUnlessItIsSticky(UnixFileMode more, bool refused)
    {
        File.SetUnixFileMode(_file.Folder, Private | more);

        var result = _file.Read(Command);

        Assert.Equal(refused, result.Config is null);
        Assert.Equal(refused, result.Errors.Any(error => error.Message.Contains($"run chmod go-w {_file.Folder}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, true)]
    [InlineData(UnixFileMode.OtherRead, false)]
    public void Read_OthersCanWriteWhatIsPutIntoACommand_IsRefused(UnixFileMode more, bool refused)
    {
        var token = Path.Combine(_file.Folder, "token");
        File.WriteAllText(token, "t");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | more);

        var result = _file.Read("""{"services":{"s":{"systemd":{"unit":"s"},"checks":{"c":{"command":["/bin/echo", "${file:token}"]}}}}}""");

        Assert.Equal(refused, result.Config is null);
        Assert.Equal(refused, result.Errors.Any(error => error.JsonPath == "services.s.checks.c.command[1]" && error.Message.Contains($"chmod go-w {token}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_LinkFromAnOpenFolder_IsRefused()
    {
        File.WriteAllText(_file.Path, Command);
        var open = Directory.CreateDirectory(Path.Combine(_file.Folder, "open")).FullName;
        File.SetUnixFileMode(open, Private | UnixFileMode.OtherWrite);
        var link = Path.Combine(open, "link.json");
        File.CreateSymbolicLink(link, _file.Path);

        Assert.NotNull(ConfigReader.Read(_file.Path).Config);
        Assert.Null(ConfigReader.Read(link).Config);
    }

    [SkippableFact]
    public async Task Read_ForeignOwner_IsRefused()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "only root can give a file away");
        File.WriteAllText(_file.Path, Command);
        using (var chown = System.Diagnostics.Process.Start("chown", ["65534", _file.Path])) await chown.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        var error = Assert.Single(ConfigReader.Read(_file.Path).Errors);

        Assert.Contains($"this file belongs to user 65534, who is neither us nor root and can change it; run chown root {_file.Path}", error.Message, StringComparison.Ordinal);
    }
}
