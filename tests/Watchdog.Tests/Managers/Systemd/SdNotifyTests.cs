using System.Net.Sockets;
using System.Text;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class SdNotifyTests : IDisposable
{
    private readonly string _name = $"/tmp/notify-{Guid.NewGuid():N}";
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Send_EachCall_IsOneDatagram(bool @abstract)
    {
        Skip.If(@abstract && !OperatingSystem.IsLinux(), "abstract sockets are Linux's");
        _systemd.Bind(new UnixDomainSocketEndPoint(@abstract ? '\0' + _name : _name));
        using var notify = new SdNotify(@abstract ? '@' + _name : _name, null, null, new FixedClock(TimeSpan.FromMicroseconds(1234567)));

        Assert.True(notify.Ready("2 services, 1 suspect"));
        Assert.True(notify.Status("line\nREADY=1\r\nmore"));
        Assert.True(notify.Reloading());
        Assert.True(notify.Alive());
        Assert.True(notify.Stopping("bye"));

        string[] expected =
        [
            "READY=1\nSTATUS=2 services, 1 suspect", "STATUS=line READY=1 more", "RELOADING=1\nMONOTONIC_USEC=1234567", "WATCHDOG=1", "STOPPING=1\nSTATUS=bye",
        ];
        Assert.Equal(expected, expected.Select(_ => Receive()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("vsock:2:1234")]
    public void Send_NoSocketNamed_TellsNobody(string? socket)
    {
        using var notify = new SdNotify(socket, "30000000", null, TimeProvider.System);

        Assert.Equal((false, false, null), (notify.IsWanted, notify.Ready("up"), notify.WatchdogPeriod));
    }

    [Fact]
    public void Send_NobodyListens_SaysSo()
    {
        using var notify = new SdNotify(_name, null, null, TimeProvider.System);

        Assert.Equal((true, false), (notify.IsWanted, notify.Alive()));
    }

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "us", 30)]
    [InlineData("30000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void WatchdogPeriod_Environment_IsReadWhenMeantForUs(string? microseconds, string? pid, int? seconds)
    {
        using var notify = new SdNotify(_name, microseconds, pid == "us" ? $"{Environment.ProcessId}" : pid, TimeProvider.System);

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), notify.WatchdogPeriod);
    }

    public void Dispose()
    {
        _systemd.Dispose();
        File.Delete(_name);
    }

    private string Receive()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }

    private sealed class FixedClock(TimeSpan uptime) : TimeProvider
    {
        public override long TimestampFrequency => 7_000_000;

        public override long GetTimestamp() => uptime.Ticks * 7 / 10;
    }
}
