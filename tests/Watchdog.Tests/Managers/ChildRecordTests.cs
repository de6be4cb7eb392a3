using Watchdog.Kernel;
using Watchdog.Managers;
using Watchdog.Tests.Journal;

namespace Watchdog.Tests.Managers;

public sealed class ChildRecordTests : IDisposable
{
    private const string Boot = "a boot";

    private static readonly ChildRecord s_record = new(ChildRecord.Current, "web", Boot, 4711, 81203, "4711:81203", 1234567, ["/bin/web", "--port", "1"], null);

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("watchdog-records-").FullName, "children");
    private readonly CapturedLog _log = new();

    private ChildRecords Records => new(_folder, TimeProvider.System, _log);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Theory]
    [InlineData(Boot, 4711, 81203L, true, null)]
    [InlineData(Boot, 4711, 81203L, false, "pid 4711 has ended meanwhile")]
    [InlineData(Boot, 0, 0L, false, "pid 4711 has ended meanwhile")]
    [InlineData(Boot, 4711, 81204L, true, "pid 4711 has ended meanwhile; another process has its number now, which is left alone")]
    [InlineData("another", 4711, 81203L, true, "pid 4711 was of another boot")]
    [InlineData("", 4711, 81203L, true, "pid 4711 was of another boot")]
    public void WhyOver_Always_TakesPidAndStartAndBoot(string boot, int pid, long start, bool lives, string? why) =>
        Assert.Equal(why, s_record.WhyOver(boot, pid == 0 ? null : new ProcessIdentity(pid, start), lives));

    [Fact]
    public void WhyOver_BootUnknownThenAndNow_IsOver() =>
        Assert.NotNull((s_record with { Boot = "" }).WhyOver("", s_record.Identity, lives: true));

    [Fact]
    public void Save_ThenLoad_IsTheSameAndPrivate()
    {
        Records.Prepare("web");
        Records.Save(s_record with { ControlGroup = "/child-web" });

        var loaded = Records.Load("web")!;

        Assert.Equal(s_record.Command, loaded.Command);
        Assert.Equal(s_record with { ControlGroup = "/child-web" }, loaded with { Command = s_record.Command });
        Assert.Equal(loaded.Pid, Assert.Single(Records.All()).Pid);
        Assert.Empty(_log.Messages);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "web.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void Remove_Always_LeavesNeitherRecordNorPipe()
    {
        Records.Prepare("web");
        Records.Save(s_record);
        File.WriteAllText(Records.PipeOf("web"), "");

        Records.Remove("web");
        Records.Remove("web");

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Empty(_log.Messages);
    }

    [Theory]
    [InlineData("", "is damaged")]
    [InlineData("{\"version\":1,\"service\":\"web\",\"bo", "is damaged")]
    [InlineData("null", "is no record of a child")]
    [InlineData("[]", "is damaged")]
    [InlineData("{}", "is no record of a child")]
    [InlineData("{\"version\":2,\"service\":\"web\",\"boot\":\"b\",\"pid\":4711,\"start\":1,\"instance\":\"i\",\"command\":[]}", "another version")]
    [InlineData("{\"version\":1,\"service\":\"web\",\"boot\":\"b\",\"pid\":1,\"start\":1,\"instance\":\"i\",\"command\":[]}", "is no record of a child")]
    [InlineData("{\"version\":1,\"service\":\"web\",\"boot\":\"b\",\"pid\":-1,\"start\":1,\"instance\":\"i\",\"command\":[]}", "is no record of a child")]
    [InlineData("{\"version\":1,\"service\":\"web\",\"boot\":\"b\",\"pid\":4711,\"start\":1,\"instance\":\"i\"}", "is no record of a child")]
    [InlineData("{\"version\":1,\"service\":\"other\",\"boot\":\"b\",\"pid\":4711,\"start\":1,\"instance\":\"i\",\"command\":[]}", "belongs to other")]
    public void Load_TornOrForeign_IsSetAsideAndSaid(string content, string what)
    {
        Records.Prepare("web");
        var path = Path.Combine(_folder, "web.json");
        File.WriteAllText(path, content);

        Assert.Null(Records.Load("web"));

        Assert.Contains(what, Assert.Single(_log.Messages), StringComparison.Ordinal);
        Assert.Equal(359, Assert.Single(_log.Ids));
        Assert.Equal(content, File.ReadAllText(Assert.Single(Directory.GetFiles(_folder, "web.json.corrupt-*"))));
        Assert.Null(Records.Load("web"));
        Assert.Empty(Records.All());
        Assert.Single(_log.Ids);
    }

    [Fact]
    public void Load_NothingThere_IsNoneWithoutAWord()
    {
        Assert.Null(Records.Load("web"));
        Assert.Empty(Records.All());
        Records.Remove("web");
        Assert.Empty(_log.Messages);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_IsSaidAndThrowsNothing()
    {
        File.WriteAllText(_folder, "a file where the folder should be");

        Records.Prepare("web");
        Records.Save(s_record);

        Assert.Null(Records.Load("web"));
        Assert.Equal([361, 361], _log.Ids);
    }
}
