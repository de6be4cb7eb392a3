using Watchdog.Config;

namespace Watchdog.Tests.Config;

public class ConfigLocatorTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["HOME"] = "/home/u", ["CONFIGURATION_DIRECTORY"] = "/c1:/c2" };

    private static readonly string[] Existing =
        ["/c2/watchdog.json", "/etc/service-watchdog/watchdog.json", "/home/u/.config/service-watchdog/watchdog.json"];

    [Theory]
    [InlineData(false, 0, "/c2/watchdog.json")]
    [InlineData(false, 1, "/home/u/.config/service-watchdog/watchdog.json")]
    [InlineData(true, 1, "/etc/service-watchdog/watchdog.json")]
    [InlineData(true, 2, "/home/u/.config/service-watchdog/watchdog.json")]
    public void Find_FilesThatExist_TakesTheFirst(bool isRoot, int without, string expected) =>
        Assert.Equal(expected, ConfigLocator.Find(null, Variables.GetValueOrDefault, path => Existing.Skip(without).Contains(path), isRoot).Path);

    [Fact]
    public void Find_Option_IsTakenAsItIs() => Assert.Equal("x.json", ConfigLocator.Find("x.json", _ => null, _ => false, false).Path);

    [Fact]
    public void Find_None_ListsThePlaces()
    {
        var found = ConfigLocator.Find(null, Variables.GetValueOrDefault, _ => false, false);

        Assert.Null(found.Path);
        Assert.Equal(
            "there is no configuration; name one with --config FILE, or create one of /c1/watchdog.json, /c2/watchdog.json, "
            + "/home/u/.config/service-watchdog/watchdog.json, /etc/service-watchdog/watchdog.json",
            found.Problem);
    }
}
