using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class BusMatchesTests
{
    [Theory]
    [InlineData("a.service", "/org/freedesktop/systemd1/unit/a_2eservice")]
    [InlineData("hello-agent@1.service", "/org/freedesktop/systemd1/unit/hello_2dagent_401_2eservice")]
    [InlineData("9p.mount", "/org/freedesktop/systemd1/unit/_39p_2emount")]
    [InlineData("x_y\\x2dz.service", "/org/freedesktop/systemd1/unit/x_5fy_5cx2dz_2eservice")]
    [InlineData("é.service", "/org/freedesktop/systemd1/unit/_c3_a9_2eservice")]
    public void UnitPath_AnyName_IsEscapedAsSystemdDoes(string unit, string path) => Assert.Equal(path, BusMatches.UnitPath(unit));
}
