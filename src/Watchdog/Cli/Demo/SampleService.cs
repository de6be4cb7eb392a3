using System.Net;
using System.Net.Sockets;

namespace Watchdog.Cli.Demo;

/// <summary>
/// A small HTTP service that can be made sick on request: what <c>watchdog demo</c> watches. One thread accepts and hands each connection to a thread
/// of its own, by hand, since a web server of the shelf cannot be made to wedge its accept loop.
/// <c>/health</c> tells that it lives and how many connections its loop has accepted; <c>/health?deep=1</c> looks at its parts as well.
/// </summary>
internal sealed class SampleService : IDisposable
{
    private const int Backlog = 64;
    private const int MostConnections = 64;
    private static readonly TimeSpan LookUp = TimeSpan.FromMilliseconds(20);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _acceptLoop;
    private volatile bool _over;
    private long _accepted;
    private int _open;

    /// <exception cref="SocketException">The port is taken.</exception>
    public SampleService(SampleOptions options)
    {
        Faults = new SampleFaults(options);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        _listener.Listen(Backlog);
        _acceptLoop = new Thread(AcceptLoop) { IsBackground = true, Name = "accept loop" };
    }

    public SampleFaults Faults { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The hidden command <c>sample-service</c>: serves until <paramref name="cancel"/>, and then ends at once.</summary>
    /// <returns>0; 1 when the port is taken, 2 for arguments that are not understood; the code of the fault <c>exit</c>.</returns>
    public static int Run(IReadOnlyList<string> args, CancellationToken cancel)
    {
        if (SampleOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(SampleOptions.Usage);
            return 2;
        }

        try
        {
            using var service = new SampleService(options);
            Console.WriteLine($"sample service: pid {Environment.ProcessId} serves http://127.0.0.1:{service.Port}/health");
            return service.Serve(cancel);
        }
        catch (SocketException failure)
        {
            Console.Error.WriteLine($"sample service: port {options.Port} cannot be had: {failure.Message}");
            return 1;
        }
    }

    /// <returns>The exit code.</returns>
    public int Serve(CancellationToken cancel)
    {
        _acceptLoop.Start();
        while (!cancel.WaitHandle.WaitOne(LookUp))
        {
            Faults.Take();
            if (Faults.ExitCode is { } code) return code;
        }

        return 0;
    }

    public void Dispose()
    {
        _over = true;
        if (_acceptLoop.IsAlive) _acceptLoop.Join();
        _listener.Dispose();
    }

    private void AcceptLoop()
    {
        while (!_over)
        {
            // It never waits inside Accept: the fault has to find it before the next connection does.
            var waiting = _listener.Poll(LookUp, SelectMode.SelectRead);
            if (Faults.AcceptStuck || Volatile.Read(ref _open) >= MostConnections) Thread.Sleep(LookUp);
            else if (waiting) AcceptOne();
        }
    }

    private void AcceptOne()
    {
        var socket = _listener.Accept();
        if (!Faults.CounterFlat) Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _open);
        new Thread(() => Converse(socket), 256 << 10) { IsBackground = true, Name = "connection" }.Start();
    }

    private void Converse(Socket socket)
    {
        new SampleConnection(socket, Answer).Run();
        Interlocked.Decrement(ref _open);
    }

    private (int Status, string Body) Answer(string target)
    {
        Thread.Sleep(Faults.SlowMilliseconds);
        var loop = $$"""
            "accept_loop":{"requests_total":{{Interlocked.Read(ref _accepted)}}}
            """;
        if (target == "/health") return (200, $$"""{"status":"ok",{{loop}}}""");
        if (target != "/health?deep=1") return (404, """{"status":"not found"}""");
        var failing = Faults.FailingCheck;
        var checks = $$"""
            "checks":{"database":"{{State("database")}}","worker":"{{State("worker")}}"}
            """;
        return failing is null ? (200, $$"""{"status":"ok",{{loop}},{{checks}}}""") : (503, $$"""{"status":"failing",{{loop}},{{checks}}}""");

        string State(string check) => check == failing ? "failed" : "ok";
    }
}
