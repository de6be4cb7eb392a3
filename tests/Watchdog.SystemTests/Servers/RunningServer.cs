using System.Diagnostics;
using System.Globalization;
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
        await Eventually.TrueAsync(() => server.Backlog is not null || server._process.HasExited, "a listener");
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
        return Eventually.TrueAsync(async () => await OutcomeAsync(silence: true) == "silent" && Backlog > 0, $"{mode} at {Port}");
    }

    /// <summary>Waits for a stretch of time in which no thread runs and no tick of processor time is used.</summary>
    public Task UntilAsleepAsync() => Eventually.TrueAsync(
        async () =>
        {
            var before = Ticks;
            await Task.Delay(300);
            return Ticks == before && Threads.Trim('S').Length == 0;
        },
        $"{Port} asleep");

    public Task UntilAsync(string outcome) =>
        Eventually.TrueAsync(async () => await OutcomeAsync(silence: outcome is "silent" or "no-connection") == outcome, $"'{outcome}' from {Port}");

    public static long Counter(Seen seen) => JsonDocument.Parse(seen.Body).RootElement.GetProperty("accept_loop").GetProperty("requests_total").GetInt64();

    /// <summary>Connections that wait to be accepted; null without a listener.</summary>
    public int? Backlog => Rows("0A") is [var row, ..] ? int.Parse(row[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;

    public int Established => Rows("01").Count;

    public int CloseWait => Rows("08").Count;

    public bool HasExited => _process.HasExited;

    /// <summary>Processor time so far, in ticks of 10 ms.</summary>
    public long Ticks => Stat($"/proc/{Pid}/stat") is var fields ? Number(fields[11]) + Number(fields[12]) : 0;

    /// <summary>The states of all threads: S asleep, R running.</summary>
    public string Threads => string.Concat(Directory.EnumerateDirectories($"/proc/{Pid}/task").Select(StateOf).Order());

    public int OpenDescriptors => Directory.EnumerateFileSystemEntries($"/proc/{Pid}/fd").Count();

    public int DescriptorLimit => (int)Number(File.ReadLines($"/proc/{Pid}/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);

    /// <summary>In KiB.</summary>
    public long Resident => Number(File.ReadLines($"/proc/{Pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    public async Task<int> ExitCodeAsync()
    {
        using var late = new CancellationTokenSource(s_enough);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public Task SignalAsync(string signal) => SignalAsync(Pid, signal);

    public static async Task SignalAsync(int pid, string signal) => (await Shell.RunAsync(["kill", $"-{signal}", $"{pid}"])).Ok();

    public static string[] Stat(string path) => File.ReadAllText(path) is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string StateOf(string thread)
    {
        try
        {
            return Stat($"{thread}/stat")[0];
        }
        catch (IOException)
        {
            return "";      // it has ended meanwhile
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

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

    /// <summary>The rows of our port in that state, as the server has them.</summary>
    private List<string[]> Rows(string state) =>
    [
        .. File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row[1].EndsWith($":{Port:X4}", StringComparison.Ordinal) && row[3] == state),
    ];
}
