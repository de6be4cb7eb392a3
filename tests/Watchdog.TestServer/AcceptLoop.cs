using System.Net;
using System.Net.Sockets;

namespace Watchdog.TestServer;

/// <summary>The one thread that accepts, and stands still or spins as the mode has it.</summary>
internal sealed class AcceptLoop(Server server, Socket first)
{
    private readonly List<Socket> _kept = [];
    private Socket? _listener = first;
    private Mode? _mode;

    public static Socket Listen(Options options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        listener.Listen(options.Backlog);
        return listener;
    }

    public void Run()
    {
        while (true)
        {
            if (server.Mode != _mode)
            {
                _mode = server.Mode;
                Leave(_mode);
                Enter(_mode);
            }

            Step(_mode);
        }
    }

    private void Leave(Mode next)
    {
        foreach (var kept in _kept) kept.Dispose();
        _kept.Clear();
        server.WorkerPorts.Clear();
        if (_listener is null && next.Name != "refuse") _listener = Listen(server.Options);
        if (_listener is null) return;

        _listener.Blocking = true;
        _listener.Listen(server.Options.Backlog);
    }

    private void Enter(Mode mode)
    {
        if (mode.Name == "refuse") Close();
        if (mode.Name == "accept-spin") _listener!.Blocking = false;
        if (mode.Name == "backlog-full") Fill();
        if (mode.PoolIsFull) Occupy(mode);
    }

    private void Close()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var connection in server.Connections.Keys) Connection.Shut(connection);
    }

    private void Fill()
    {
        _listener!.Listen(1);
        for (var client = 0; client < 2; client++) TryConnect();
    }

    private void Occupy(Mode mode)
    {
        for (var worker = 0; worker < mode.Workers; worker++)
        {
            if (TryConnect() is not { } client) continue;
            client.Send("GET /work HTTP/1.1\r\nHost: us\r\n\r\n"u8);
            if (mode.Name == "pool-full-stuck") client.Dispose();
        }
    }

    /// <summary>A connection to ourselves, known by its port before it can be accepted; none where the backlog is full already.</summary>
    private Socket? TryConnect()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.WorkerPorts[((IPEndPoint)client.LocalEndPoint!).Port] = 0;
        _kept.Add(client);
        var connected = client.ConnectAsync(IPAddress.Loopback, server.Options.Port);
        return connected.Wait(TimeSpan.FromMilliseconds(200)) ? client : null;
    }

    private void Step(Mode mode)
    {
        if (mode.Name == "deadlock") Server.TakeHeldLock();
        else if (mode.Name == "spin") Burn(mode);
        else if (mode.Name is "hang-accept" or "backlog-full" or "refuse" || mode.StandsStill) Thread.Sleep(Server.Tick);
        else if (mode.Name == "accept-spin") Spin(_listener!);
        else Accept(mode, _listener!);
    }

    private void Burn(Mode mode)
    {
        while (server.Mode == mode) Thread.SpinWait(1000);
    }

    /// <summary>Without exceptions: by the hundred thousand they call for collections, and the collector dies when it cannot open the files that tell it how much memory there is.</summary>
    private void Spin(Socket listener)
    {
        server.Count();
        var accepted = Descriptors.Accept((int)listener.Handle, 0, 0, 0);
        if (accepted >= 0) _kept.Add(new Socket(new SafeSocketHandle(accepted, ownsHandle: true)));
    }

    private void Accept(Mode mode, Socket listener)
    {
        if (!listener.Poll(Server.Tick, SelectMode.SelectRead)) return;
        if (TryAccept(listener) is not { } socket) return;
        if (mode.Name != "flat") server.Count();
        var connection = new Connection(server, socket);
        if (server.Options.Single || mode.Name == "slow-single") connection.Serve();
        else new Thread(connection.Serve) { IsBackground = true }.Start();
    }

    private static Socket? TryAccept(Socket listener)
    {
        try
        {
            return listener.Accept();
        }
        catch (SocketException failed) when (failed.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            return null;      // accept-spin has just begun
        }
    }
}
