using System.Net.Sockets;
using Watchdog.TestServer;

var options = Options.Parse(args);
var server = new Server(options);
var signals = Signals.Handle(server);
var listener = TryListen();
if (listener is not null && options.ForkOrphan)
{
    listener.Dispose();
    Orphan.Start(args);
    listener = null;
}

if (listener is not null)
{
    var control = new ControlFile(server);
    new Thread(control.Follow) { IsBackground = true }.Start();
    while (!server.IsReady) Thread.Sleep(1);
    new Thread(new AcceptLoop(server, listener).Run) { IsBackground = true }.Start();
}

Thread.Sleep(Timeout.Infinite);
GC.KeepAlive(signals);

Socket? TryListen()
{
    try
    {
        return AcceptLoop.Listen(options);
    }
    catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
    {
        if (options.ReuseQuietly) return null;
        Console.Error.WriteLine($"127.0.0.1:{options.Port}: address in use");
        Environment.Exit(1);
        throw;
    }
}
