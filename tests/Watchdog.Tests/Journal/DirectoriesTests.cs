using System.Diagnostics;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class DirectoriesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", true, false, "/var/lib/service-watchdog", "/run/service-watchdog")]
    [InlineData("", false, false, "/home/x/.local/state/service-watchdog", "/home/x/.local/state/service-watchdog/runtime")]
    [InlineData("XDG_STATE_HOME=/s XDG_RUNTIME_DIR=/run/user/1", false, false, "/s/service-watchdog", "/run/user/1/service-watchdog")]
    [InlineData("XDG_STATE_HOME=s XDG_RUNTIME_DIR=r", false, false, "/home/x/.local/state/service-watchdog", "/home/x/.local/state/service-watchdog/runtime")]
    [InlineData("STATE_DIRECTORY=/a:/b RUNTIME_DIRECTORY=/c:/d", true, false, "/a", "/c")]
    [InlineData("STATE_DIRECTORY=/a", false, true, "/a", "/a/runtime")]
    [InlineData("", false, true, "/home/x/Library/Application Support/service-watchdog", "/home/x/Library/Application Support/service-watchdog/runtime")]
    [InlineData("", true, true, "/Library/Application Support/service-watchdog", "/Library/Application Support/service-watchdog/runtime")]
    public void Find_Environment_FollowsItElseThePlatform(string environment, bool root, bool mac, string state, string runtime)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        Assert.Equal(new Directories(state, runtime), Directories.Find(variables.GetValueOrDefault, "/home/x", root, mac));
    }

    [Fact]
    public void Prepare_New_MakesThemPrivate()
    {
        foreach (var folder in Directory.GetDirectories(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void Prepare_WritableByOthers_IsRefused()
    {
        File.SetUnixFileMode(_folder.Directories.Journal, File.GetUnixFileMode(_folder.Directories.Journal) | UnixFileMode.GroupWrite);
        var problem = _folder.Directories.Prepare();
        Assert.Equal("folder-writable-by-others", problem!.Value.Code);
        Assert.Contains($"run chmod go-w {_folder.Directories.Journal}", problem.Value.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_OwnedBySomeoneElse_IsRefused()
    {
        var state = Libc.UserId == 0 ? _folder.Directories.State : "/";
        if (Libc.UserId == 0)
        {
            using var chown = Process.Start("chown", ["12345", state]);
            Assert.True(chown.WaitForExit(TimeSpan.FromSeconds(10)));
        }

        var problem = (_folder.Directories with { State = state }).Prepare();
        Assert.Equal("folder-not-ours", problem!.Value.Code);
    }

    [Fact]
    public void Prepare_AFileInItsPlace_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "file");
        File.WriteAllText(path, "");
        Assert.Equal("folder-unusable", (_folder.Directories with { State = path }).Prepare()!.Value.Code);
    }

    [Theory]
    [InlineData("hermes-webui", "hermes-webui")]
    [InlineData("agents/hello-agent@1.service", "agents%2fhello-agent@1.service")]
    [InlineData("..", "%2e.")]
    [InlineData("A", "%41")]
    [InlineData("", "")]
    [InlineData("ü%\n\0~", "%c3%bc%25%0a%00%7e")]
    public void FileName_AnyName_IsSafeAndCanBeUndone(string service, string expected)
    {
        Assert.Equal(expected, FileNames.Of(service));
        Assert.Equal(service, Uri.UnescapeDataString(expected));
    }

    [Fact]
    public void FileName_LongNames_FitAndStayApart()
    {
        var one = FileNames.Of(new string('Ü', 300) + "1");
        var two = FileNames.Of(new string('Ü', 300) + "2");
        Assert.NotEqual(one, two);
        Assert.True(one.Length <= 180);
    }
}
