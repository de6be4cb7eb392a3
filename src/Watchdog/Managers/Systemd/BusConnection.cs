using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// One connection to a bus, owned by the thread that opened it and used by no other: libsystemd's reference counts are not atomic, so there is no
/// finalizer either.
/// </summary>
internal sealed unsafe class BusConnection : IDisposable
{
    public const string Manager = "org.freedesktop.systemd1";

    // libsystemd hands back a number, not an object: one connection per thread makes it unambiguous and leaves no handle to leak.
    [ThreadStatic]
    private static BusConnection? s_ofThisThread;

    private readonly Dictionary<nint, BusCall> _pending = [];
    private readonly BusSignal _signal;
    private readonly Action<Exception> _bug;
    private nint _bus;
    private nint _lastToken;

    private BusConnection(nint bus, BusSignal signal, Action<Exception> bug) => (_bus, _signal, _bug) = (bus, signal, bug);

    /// <summary>Receives every signal that was asked for, on the bus thread.</summary>
    internal delegate void BusSignal(BusMessage message);

    public int Pending => _pending.Count;

    /// <summary>Starts to connect; what is sent waits until that is done.</summary>
    /// <returns>Null with <paramref name="problem"/>, an errno, when there is nobody at the address.</returns>
    public static BusConnection? Open(string address, TimeSpan timeout, BusSignal signal, Action<Exception> bug, out int problem)
    {
        problem = -LibSystemd.sd_bus_new(out var bus);
        if (problem > 0) return null;

        var connection = new BusConnection(bus, signal, bug);
        problem = -Start(bus, address, timeout);
        if (problem > 0)
        {
            connection.Dispose();
            return null;
        }

        s_ofThisThread = connection;
        return connection;
    }

    /// <summary>Asks for signals. When the bus refuses, it ends the connection.</summary>
    public bool Match(string rule) => LibSystemd.sd_bus_add_match_async(_bus, 0, rule, &Received, 0, 0) >= 0;

    public void Send(BusCall call, TimeSpan timeout)
    {
        if (call.IsOver) return;

        var created = LibSystemd.sd_bus_message_new_method_call(_bus, out var message, Manager, call.Path, call.Interface, call.Member);
        if (created < 0)
        {
            call.Fail(BusError.Unreachable($"the connection to the bus is lost (errno {-created})"));
            return;
        }

        if (TryWrite(call, message))
        {
            var sent = LibSystemd.sd_bus_call_async(_bus, 0, message, &Answered, ++_lastToken, (ulong)timeout.TotalMicroseconds);
            if (sent >= 0) _pending.Add(_lastToken, call);
            else call.Fail(BusError.Unreachable($"nothing can be sent to the bus (errno {-sent})"));
        }

        LibSystemd.sd_bus_message_unref(message);
    }

    /// <summary>Handles all that has come in.</summary>
    /// <returns>False when the connection is lost.</returns>
    public bool Process()
    {
        int handled;
        do handled = LibSystemd.sd_bus_process(_bus, 0);
        while (handled > 0);
        return handled == 0;
    }

    /// <summary>Waits until something comes in, a call's deadline passes or <paramref name="wakeUp"/> is rung.</summary>
    public void Wait(int wakeUp, TimeSpan atMost)
    {
        var fds = stackalloc LibC.PollFd[]
        {
            new() { Fd = LibSystemd.sd_bus_get_fd(_bus), Events = (short)LibSystemd.sd_bus_get_events(_bus) },
            new() { Fd = wakeUp, Events = 1 },
        };
        _ = LibC.poll(fds, 2, Milliseconds(atMost));
        LibC.ForgetWakes(wakeUp);
    }

    public void FailAll(BusError error)
    {
        foreach (var call in _pending.Values) call.Fail(error);
        _pending.Clear();
    }

    public void Dispose()
    {
        if (s_ofThisThread == this) s_ofThisThread = null;
        if (_bus != 0) LibSystemd.sd_bus_close_unref(_bus);
        _bus = 0;
    }

    private static bool TryWrite(BusCall call, nint message)
    {
        try
        {
            call.Write?.Invoke(new BusMessage(message));
            return true;
        }
        catch (InvalidDataException refused)
        {
            call.Fail(BusError.Malformed(refused.Message));
            return false;
        }
    }

    private static int Start(nint bus, string address, TimeSpan timeout)
    {
        var result = LibSystemd.sd_bus_set_address(bus, address);
        if (result >= 0) result = LibSystemd.sd_bus_set_bus_client(bus, 1);
        if (result >= 0) result = LibSystemd.sd_bus_set_method_call_timeout(bus, (ulong)timeout.TotalMicroseconds);
        return result >= 0 ? LibSystemd.sd_bus_start(bus) : result;
    }

    private int Milliseconds(TimeSpan atMost)
    {
        if (LibSystemd.sd_bus_get_timeout(_bus, out var due) < 0 || due > long.MaxValue) return (int)atMost.TotalMilliseconds;

        // libsystemd's deadline is on CLOCK_MONOTONIC, which Stopwatch reads on Linux.
        var left = TimeSpan.FromMicroseconds((long)due) - Stopwatch.GetElapsedTime(0);
        return (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, atMost.TotalMilliseconds);
    }

    [UnmanagedCallersOnly]
    private static int Answered(nint message, nint token, nint noError)
    {
        if (s_ofThisThread is not { } connection || !connection._pending.Remove(token, out var call)) return 0;

        try
        {
            call.Answer(new BusMessage(message));
        }
        catch (Exception bug)
        {
            // Nothing may be thrown through libsystemd's frames.
            call.Fail(BusError.Malformed(bug.Message));
            connection._bug(bug);
        }

        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Received(nint message, nint noUserdata, nint noError)
    {
        if (s_ofThisThread is not { } connection) return 0;

        try
        {
            connection._signal(new BusMessage(message));
        }
        catch (Exception bug)
        {
            connection._bug(bug);
        }

        return 0;
    }
}
