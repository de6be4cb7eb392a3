using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// Tells systemd how we are, as sd_notify(3) does: a datagram to the socket that it named. Where it named none, nothing is told. Never throws and never waits:
/// each call says whether it was sent.
/// </summary>
internal sealed class SdNotify : IDisposable
{
    private const int LongestStatus = 1024;

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _systemd;
    private readonly TimeProvider _time;

    /// <param name="socket">NOTIFY_SOCKET: a path, or @ and an abstract name; null or empty for none.</param>
    /// <param name="watchdogMicroseconds">WATCHDOG_USEC.</param>
    /// <param name="watchdogPid">WATCHDOG_PID: whom it is meant for.</param>
    /// <param name="time">systemd's monotonic clock.</param>
    public SdNotify(string? socket, string? watchdogMicroseconds, string? watchdogPid, TimeProvider time)
    {
        _time = time;
        if (socket is not { Length: > 1 } || socket[0] is not ('/' or '@')) return;

        _systemd = new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        WatchdogPeriod = Period(watchdogMicroseconds, watchdogPid);
    }

    /// <summary>Whether systemd listens.</summary>
    public bool IsWanted => _socket is not null;

    /// <summary>systemd ends us when <see cref="Alive"/> was not called for this long (call it twice as often); null when it does not watch us.</summary>
    public TimeSpan? WatchdogPeriod { get; }

    /// <summary>From the environment, which is cleared of it: what we start is not to speak for us.</summary>
    public static SdNotify FromEnvironment(TimeProvider time) => new(Take("NOTIFY_SOCKET"), Take("WATCHDOG_USEC"), Take("WATCHDOG_PID"), time);

    /// <summary>Started, or done with reloading.</summary>
    public bool Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The line that <c>systemctl status</c> shows.</summary>
    public bool Status(string status) => Send($"STATUS={OneLine(status)}");

    public bool Stopping(string status) => Send($"STOPPING=1\nSTATUS={OneLine(status)}");

    /// <summary>Ends with <see cref="Ready"/>. The time is what Type=notify-reload asks for.</summary>
    public bool Reloading() =>
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)_time.GetElapsedTime(0).TotalMicroseconds}"));

    /// <summary>Every loop really turns.</summary>
    public bool Alive() => Send("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private static string? Take(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return value;
    }

    private static TimeSpan? Period(string? microseconds, string? pid)
    {
        if (pid is { Length: > 0 } && pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) return null;
        return long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var period) && period > 0
            ? TimeSpan.FromMicroseconds(period)
            : null;
    }

    private static string OneLine(string status)
    {
        var line = status.ReplaceLineEndings(" ");
        return line.Length <= LongestStatus ? line : line[..LongestStatus];
    }

    private bool Send(string message)
    {
        if (_socket is null) return false;

        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _systemd!);
            return true;
        }
        catch (SocketException)
        {
            // systemd is busy or gone. The next call tells it anew.
            return false;
        }
    }
}
