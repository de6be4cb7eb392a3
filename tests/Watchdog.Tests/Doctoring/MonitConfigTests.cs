using Watchdog.Doctoring;

namespace Watchdog.Tests.Doctoring;

public sealed class MonitConfigTests
{
    [Theory]
    [InlineData("check process web with pidfile /run/x", 1)]
    [InlineData("\ncheck process \"web\" matching web", 2)]
    [InlineData("  start program = \"/bin/systemctl start web.service\"", 1)]
    [InlineData("stop program = \"/bin/systemctl --no-block restart web\"", 1)]
    [InlineData("if failed then exec \"/usr/sbin/service web restart\"", 1)]
    [InlineData("start program = \"/etc/init.d/web start\"", 1)]
    [InlineData("# systemctl restart web", null)]
    [InlineData("check process website with pidfile /run/x", null)]
    [InlineData("check process web2\ncheck host web with address 127.0.0.1", null)]
    public void LineAbout_TheUnit_IsWhereMonitWouldRestartIt(string text, int? expected) => Assert.Equal(expected, MonitConfig.LineAbout(text, "web.service"));
}
