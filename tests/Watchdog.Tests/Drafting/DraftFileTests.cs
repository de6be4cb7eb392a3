using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class DraftFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-draft-").FullName;

    private string Target => Path.Combine(_folder, "a", "b", "watchdog.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, "644")]
    [InlineData(false, "600")]
    public void TryWrite_Nothing_WritesAllAndLeavesNoMore(bool isRoots, string mode)
    {
        Assert.True(DraftFile.TryWrite(Target, "text", isRoots, "starter"));

        Assert.Equal("text", File.ReadAllText(Target));
        Assert.Equal(Convert.ToInt32(mode, 8), (int)File.GetUnixFileMode(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void TryWrite_AFileIsThere_LeavesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllText(Target, "mine");

        Assert.False(DraftFile.TryWrite(Target, "text", isRoots: false, "starter"));

        Assert.Equal("mine", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void TryWrite_ALinkToNowhereIsThere_LeavesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.CreateSymbolicLink(Target, Path.Combine(_folder, "nowhere"));

        Assert.False(DraftFile.TryWrite(Target, "text", isRoots: false, "starter"));

        Assert.False(File.Exists(Path.Combine(_folder, "nowhere")));
    }

    [Theory]
    [InlineData("starter", true, "text")]
    [InlineData("starter ", false, "starter ")]
    public void TryWrite_OverTheStarter_ReplacesItUnlessItWasTouched(string there, bool written, string then)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllText(Target, there);

        Assert.Equal(written, DraftFile.TryWrite(Target, "text", isRoots: false, "starter"));
        Assert.Equal(then, File.ReadAllText(Target));
    }

    [Fact]
    public void Problems_Unusable_AreSaid() => Assert.Contains(DraftFile.Problems("""{ "services": { "a": { "systemd": { "unti": "a" } } } }"""), problem => problem.Contains("unti", StringComparison.Ordinal));

    [Theory]
    [InlineData("/x/watchdog.schema.json", "./watchdog.schema.json")]
    [InlineData("/usr/share/service-watchdog/watchdog.schema.json", "/usr/share/service-watchdog/watchdog.schema.json")]
    [InlineData("/y/watchdog.schema.json", null)]
    public void Schema_WhereItLies_IsNamed(string there, string? expected) => Assert.Equal(expected, Schemas.Find("/x/watchdog.json", path => path == there));
}
