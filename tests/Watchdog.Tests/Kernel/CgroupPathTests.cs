using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class CgroupPathTests
{
    [Theory]
    [InlineData("0::/system.slice/web.service\n", "/system.slice/web.service")]
    [InlineData("9:name=systemd:/system.slice/web.service\n4:memory:/x\n0::/system.slice/web.service\n", "/system.slice/web.service")]
    [InlineData("9:name=systemd:/system.slice/web.service\n4:memory:/x\n0::/\n", "/system.slice/web.service")]
    [InlineData("9:name=systemd:/system.slice/web.service\n4:memory:/x\n", "/system.slice/web.service")]
    [InlineData("0::/\n", "/")]
    [InlineData("4:memory:/x\n", null)]
    [InlineData("", null)]
    public void Parse_EachLayout_IsTheTreeOfTheUnits(string text, string? expected) => Assert.Equal(expected, CgroupPath.Parse(text));

    [Theory]
    [InlineData("/system.slice/web.service", "web.service")]
    [InlineData("/system.slice/system-hello\\x2dagent.slice/hello\\x2dagent@2.service", "hello\\x2dagent@2.service")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/web.service", "web.service")]
    [InlineData("/user.slice/user-1000.slice/session-3.scope", "session-3.scope")]
    [InlineData("/system.slice/web.service/payload", "web.service")]
    [InlineData("/system.slice/web.service (deleted)", "web.service")]
    [InlineData("/system.slice/docker-0123abc.scope", "docker-0123abc.scope")]
    [InlineData("/system.slice/dbus.socket", "dbus.socket")]
    [InlineData("/init.scope", "init.scope")]
    [InlineData("/system.slice", null)]
    [InlineData("/.service", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void UnitOf_Path_IsTheInnermostUnit(string path, string? expected) => Assert.Equal(expected, CgroupPath.UnitOf(path));
}
