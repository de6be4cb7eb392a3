using System.Net;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

/// <summary>Whose a listener is, and where it is asked.</summary>
public sealed class OwnersTests
{
    [Theory]
    [InlineData("/system.slice/nginx.service", "nginx.service", null)]
    [InlineData("/system.slice/system-web.slice/web@1.service/worker", "web@1.service", null)]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/web.service", "web.service", 1000)]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/init.scope", "init.scope", 1000)]
    [InlineData("/user.slice/user-1000.slice/session-3.scope", "session-3.scope", null)]
    [InlineData("/user.slice/user-1000.slice/user@1000.service", "user@1000.service", null)]
    [InlineData("/init.scope", "init.scope", null)]
    [InlineData("/", null, null)]
    public void Of_ControlGroup_IsItsUnit(string cgroup, string? unit, int? user)
    {
        var owner = UnitOwner.Of(cgroup);

        Assert.Equal((unit, (uint?)user), (owner?.Unit, owner?.User));
    }

    [Theory]
    [InlineData("nginx.service", true)]
    [InlineData("sshguard.service", true)]
    [InlineData("web@1.service", true)]
    [InlineData("ssh.service", false)]
    [InlineData("sshd@0-10.0.0.1:22-10.0.0.2:5.service", false)]
    [InlineData("systemd-resolved.service", false)]
    [InlineData("user@1000.service", false)]
    [InlineData("service-watchdog.service", false)]
    [InlineData("docker.service", false)]
    [InlineData("init.scope", false)]
    [InlineData("session-3.scope", false)]
    [InlineData("docker-0123.scope", false)]
    [InlineData("x.socket", false)]
    [InlineData("x.mount", false)]
    public void Why_Unit_IsWantedOrNot(string unit, bool isWanted) => Assert.Equal(isWanted, NotWatched.Why(unit) is null);

    [Theory]
    [InlineData("127.0.0.1", false, "127.0.0.1:80")]
    [InlineData("127.0.0.53", false, "127.0.0.53:80")]
    [InlineData("0.0.0.0", false, "127.0.0.1:80")]
    [InlineData("::", false, "127.0.0.1:80")]
    [InlineData("::", true, "[::1]:80")]
    [InlineData("::1", true, "[::1]:80")]
    [InlineData("192.0.2.7", false, null)]
    [InlineData("fe80::1", true, null)]
    public void Loopback_Bound_IsAskedThere(string bound, bool onlyV6, string? expected)
    {
        var port = new OpenPort(new IPEndPoint(IPAddress.Parse(bound), 80), onlyV6, null, 0);

        Assert.Equal(expected, port.Loopback?.ToString());
    }

    [Theory]
    [InlineData("redis-server", 7777, "Redis")]
    [InlineData("", 6379, "Redis")]
    [InlineData("postgres", 6379, "PostgreSQL")]
    [InlineData("uvicorn", 8080, null)]
    public void KnownProgram_NameOrPort_IsTold(string program, int port, string? expected) => Assert.Equal(expected, KnownProgram.Of(program, port)?.Name);

    [Fact]
    public void LeftOut_ManyPorts_SaysSome()
    {
        var ports = Enumerable.Range(1, 6).Select(port => new OpenPort(new IPEndPoint(IPAddress.Any, port), false, null, 0));

        Assert.Equal("x (0.0.0.0:1, 0.0.0.0:2, 0.0.0.0:3, 0.0.0.0:4 and 2 more): because", LeftOut.Of("x", ports, "because").ToString());
    }
}
