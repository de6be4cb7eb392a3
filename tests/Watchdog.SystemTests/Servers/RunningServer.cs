using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>A test's server as a process of this machine, without a box: a way to wedge it, and to see what that does.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(20);      // for an answer that will come
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(250);
    private static int s_lastPort = 20_000 + Environment.ProcessId % 5000 * 2;

    private readonly Process _process;
    private readonly string _folder;

    private RunningServer(ServerRuntime runtime, int port, string folder, string[] options)
    {
        (Port, _folder) = (port, folder);
        string[] command = [.. runtime.Command(AppContext.BaseDirectory), $"{port}", Path.Combine(folder, "control"), .. options];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;
    }

    public int Port { get; }

    public int Pid => _process.Id;

    /// <summary>Starts one on a free port, without waiting for anything. <c>FOLDER</c> in an option is the server's own.</summary>
    public static RunningServer Start(ServerRuntime runtime, params string[] options) => Start(runtime, FreePort(), options);

    public static RunningServer Start(ServerRuntime runtime, int port, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("test-server-").FullName;
        return new RunningServer(runtime, port, folder, [.. options.Select(option => option.Replace("FOLDER", folder, StringComparison.Ordinal))]);
    }

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<RunningServer> ListeningAsync(ServerRuntime runtime, params string[] options)
    {
        var server = Start(runtime, options);
        await Eventually.TrueAsync(() => server.Signs.Backlog is not null || server._process.HasExited, "a listener");
        return server;
    }

    /// <summary>Wedges it, or cures it.</summary>
    public void Say(string mode) => Write("control", mode);

    public string PathOf(string file) => Path.Combine(_folder, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public string Read(string file) => File.Exists(PathOf(file)) ? File.ReadAllText(PathOf(file)) : "";

    /// <summary>An answer over a new connection; none is waited for only a moment where <paramref name="silence"/> is expected.</summary>
    public Task<Seen> AskAsync(string path = "/health", bool silence = false) => Caller.AskAsync(Port, path, silence ? s_silence : s_enough);

    public Task<Seen> AskAsync(Caller kept) => kept.AskAsync("/health", s_enough);

    public async Task<string> OutcomeAsync(Caller? kept = null, bool silence = false)
    {
        var deadline = silence ? s_silence : s_enough;
        return (kept is null ? await Caller.AskAsync(Port, "/health", deadline) : await kept.AskAsync("/health", deadline)).Outcome;
    }

    /// <summary>A connection that has been answered once.</summary>
    public async Task<Caller> KeptAliveAsync()
    {
        var caller = await Caller.ConnectedAsync(Port, s_enough);
        Assert.Equal("200", await OutcomeAsync(caller));
        return caller;
    }

    /// <summary>Wedges it and waits until new connections get what they should.</summary>
    public Task UntilAsync(string mode, string outcome)
    {
        Say(mode);
        return UntilAsync(outcome);
    }

    /// <summary>Wedges it and waits until a new connection is taken by the kernel only.</summary>
    public Task UntilNobodyAcceptsAsync(string mode)
    {
        Say(mode);
        return Eventually.TrueAsync(async () => await OutcomeAsync(silence: true) == "silent" && Signs.Backlog > 0, $"{mode} at {Port}");
    }

    /// <summary>Waits for a stretch of time in which no thread runs and no tick of processor time is used.</summary>
    public Task UntilAsleepAsync() => Eventually.TrueAsync(
        async () =>
        {
            var before = Signs.Ticks;
            await Task.Delay(300);
            return Signs.Ticks == before && Signs.Threads.Trim('S').Length == 0;
        },
        $"{Port} asleep");

    public Task UntilAsync(string outcome) =>
        Eventually.TrueAsync(async () => await OutcomeAsync(silence: outcome is "silent" or "no-connection") == outcome, $"'{outcome}' from {Port}");

    public static long Counter(Seen seen) => JsonDocument.Parse(seen.Body).RootElement.GetProperty("accept_loop").GetProperty("requests_total").GetInt64();

    /// <summary>What shows from outside.</summary>
    public ServerSigns Signs => new(Pid, Port);

    public bool HasExited => _process.HasExited;

    public async Task<int> ExitCodeAsync()
    {
        using var late = new CancellationTokenSource(s_enough);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public Task SignalAsync(string signal) => SignalAsync(Pid, signal);

    public static async Task SignalAsync(int pid, string signal) => (await Shell.RunAsync(["kill", $"-{signal}", $"{pid}"])).Ok();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Below the ports that the kernel gives to clients, so that nobody takes it meanwhile.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_lastPort);
            try
            {
                using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
