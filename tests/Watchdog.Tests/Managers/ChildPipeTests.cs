using Watchdog.Core;
using Watchdog.Managers;
using static Watchdog.Tests.Managers.ChildFixture;

namespace Watchdog.Tests.Managers;

public sealed class ChildPipeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-pipe-").FullName;

    private string Place => Path.Combine(_folder, "web.pipe");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nothing")]
    [InlineData("file")]
    [InlineData("link")]
    [InlineData("pipe")]
    public void Create_WhateverIsThere_IsANewPipeOfOursAlone(string what)
    {
        var target = Path.Combine(_folder, "target");
        File.WriteAllText(target, "kept");
        if (what == "file") File.WriteAllText(Place, "replaced");
        if (what == "link") File.CreateSymbolicLink(Place, target);
        using var old = what == "pipe" ? ChildPipe.Create(Place, out _) : null;

        using var pipe = ChildPipe.Create(Place, out var nameless);
        using var again = ChildPipe.Reopen(Place, out var problem);

        Assert.Null(nameless);
        Assert.Null(problem);
        using (var writer = new FileStream((Microsoft.Win32.SafeHandles.SafeFileHandle)pipe.Writer!, FileAccess.Write, bufferSize: 0)) writer.Write("abc"u8);
        var read = new byte[8];
        Assert.Equal(3, again!.Reader.Read(read));      // of the same pipe
        Assert.Equal("kept", File.ReadAllText(target));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
    }

    [Fact]
    public void Create_WhereNoneCanBe_HasNoNameAndWorksAllTheSame()
    {
        Directory.CreateDirectory(Place);

        using var pipe = ChildPipe.Create(Place, out var nameless);

        Assert.Contains("web.pipe", nameless, StringComparison.Ordinal);
        Assert.NotNull(pipe.Writer);
        Assert.Null(ChildPipe.Reopen(Place, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task Unit_WithoutANamedPipe_RunsAndItIsSaidOnce()
    {
        await using var fixture = new ChildFixture();
        Directory.CreateDirectory(fixture.Records.PipeOf("web"));
        var unit = fixture.Unit("web", Shell("echo begin; exec sleep 60"));

        await fixture.UntilWrittenAsync("web", "begin\n");
        await unit.ActAsync(Hung(await UntilActiveAsync(unit)), CancellationToken.None);

        await fixture.UntilWrittenAsync("web", "begin\nbegin\n");
        Assert.Single(fixture.Log.Ids, 362);
        Assert.Equal(UnitState.Active, (await LookAsync(unit)).State);
    }
}
