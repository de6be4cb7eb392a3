using Watchdog.Doctoring;
using Watchdog.Kernel;

namespace Watchdog.Tests.Doctoring;

public sealed class PathAccessTests
{
    private const int Folder = 0x4000, File = 0x8000;

    private static readonly UserIds s_user = new("web", 1000, [1000, 44]);
    private static readonly FileLook s_root = new(FileState.There, Folder | 0x1ed);        // 0755

    [Fact]
    public void Problem_Missing_IsToldWhoeverReads()
    {
        Assert.Equal("does not exist", PathAccess.Problem(Fact(PathNeed.Exists, new FileLook(FileState.Missing)) with { Reader = null }));
        Assert.Null(PathAccess.Problem(Fact(PathNeed.Enter, new FileLook(FileState.Unseen))));
    }

    // Modes 0700, 0770, 0750, 0755, 0644, 0111.
    [Theory]
    [InlineData(nameof(PathNeed.Enter), Folder | 0x1c0, 1000u, 0u, null)]
    [InlineData(nameof(PathNeed.Enter), Folder | 0x1c0, 0u, 0u, "may not be entered by user web")]
    [InlineData(nameof(PathNeed.Enter), File | 0x1ff, 1000u, 0u, "is no folder")]
    [InlineData(nameof(PathNeed.Write), Folder | 0x1f8, 0u, 44u, null)]
    [InlineData(nameof(PathNeed.Write), Folder | 0x1e8, 0u, 44u, "may not be written by user web")]
    [InlineData(nameof(PathNeed.Write), File | 0x1a4, 1000u, 0u, null)]
    [InlineData(nameof(PathNeed.Run), File | 0x1ed, 0u, 0u, null)]
    [InlineData(nameof(PathNeed.Run), File | 0x1a4, 0u, 0u, "may not be run by user web")]
    [InlineData(nameof(PathNeed.Run), Folder | 0x1ed, 0u, 0u, "is no program")]
    public void Problem_ByTheMode_IsWhatTheUserMayNot(string need, int mode, uint owner, uint group, string? expected) =>
        Assert.Equal(expected, PathAccess.Problem(Fact(Enum.Parse<PathNeed>(need), new FileLook(FileState.There, mode, owner, group))));

    [Fact]
    public void Problem_AFolderAboveThatIsClosed_IsTold()
    {
        var fact = new PathFact("ExecStart", "/root/x", PathNeed.Run, [s_root, new FileLook(FileState.There, Folder | 0x1c0), new FileLook(FileState.There, File | 0x1ed)], s_user);

        Assert.Equal("lies in a folder that user web may not enter", PathAccess.Problem(fact));
        Assert.Null(PathAccess.Problem(fact with { Reader = new UserIds("root", 0, []) }));
    }

    [Fact]
    public void Problem_AnOwnerWithoutTheRight_DoesNotHaveItAsOneOfTheOthers() =>
        Assert.Equal("may not be run by user web", PathAccess.Problem(Fact(PathNeed.Run, new FileLook(FileState.There, File | 0x49 & ~0x40, 1000))));

    [Fact]
    public void Problem_AnAccessListOrRoot_DecidesOtherwise()
    {
        Assert.Null(PathAccess.Problem(Fact(PathNeed.Write, new FileLook(FileState.There, Folder | 0x1c0, HasAcl: true))));
        Assert.Null(PathAccess.Problem(Fact(PathNeed.Write, new FileLook(FileState.There, Folder)) with { Reader = new UserIds("root", 0, []) }));
        Assert.Equal("may not be run by user root", PathAccess.Problem(Fact(PathNeed.Run, new FileLook(FileState.There, File | 0x1a4)) with { Reader = new UserIds("root", 0, []) }));
    }

    [Fact]
    public void Problem_AFolderInWhichTheUserHasSomethingOfItsOwn_IsOfUse()
    {
        var fact = Fact(PathNeed.Write, new FileLook(FileState.There, Folder | 0x1ed));
        var own = new FileLook(FileState.There, Folder | 0x1c0, s_user.Uid);

        Assert.Null(PathAccess.Problem(fact with { Inside = [s_root, own] }));
        Assert.Null(PathAccess.Problem(fact with { Inside = [s_root, new FileLook(FileState.Unseen)] }));
        Assert.Equal("may not be written by user web, nor may anything that lies in it", PathAccess.Problem(fact with { Inside = [s_root] }));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a/b", "/", "/a", "/a/b")]
    [InlineData("/a//b/", "/", "/a", "/a//b")]
    public void Prefixes_OfAPath_AreAllFoldersAboveIt(string path, params string[] expected) => Assert.Equal(expected, FileLook.Prefixes(path));

    [Fact]
    public void Along_RealPaths_EndsAtTheFirstThatIsMissing()
    {
        if (!OperatingSystem.IsLinux()) return;

        Assert.Equal([FileState.There, FileState.There, FileState.There], FileLook.Along("/bin/sh").Select(step => step.State));
        Assert.True(FileLook.Along("/bin/sh")[^1].IsFile);
        Assert.Equal([FileState.There, FileState.Missing], FileLook.Along("/no-such-folder/x/y").Select(step => step.State));
    }

    private static PathFact Fact(PathNeed need, FileLook last) => new("WorkingDirectory", "/srv", need, [s_root, last], s_user);
}
