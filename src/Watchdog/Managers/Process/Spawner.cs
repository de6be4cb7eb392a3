using System.Collections;
using System.Runtime.InteropServices;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>Starts a command as the leader of a session of its own, so that a signal to its group reaches whatever it has started.</summary>
internal static unsafe class Spawner
{
    /// <summary>What a service manager tells us, and us alone. (Our own secrets are <see cref="WithheldVariables"/>.)</summary>
    private static readonly string[] OursAlone =
    [
        "NOTIFY_SOCKET", "INVOCATION_ID", "JOURNAL_STREAM", "CREDENTIALS_DIRECTORY",
        "STATE_DIRECTORY", "RUNTIME_DIRECTORY", "CONFIGURATION_DIRECTORY",
    ];

    /// <summary>Blocks until the program runs or could not be started; on a dead network disk that may be for ever.</summary>
    /// <param name="config">A program without a slash is searched for in PATH; a relative one is relative to its working directory.</param>
    /// <param name="output">Where its standard output and error go; input is /dev/null.</param>
    /// <returns>The process id, or 0 and why.</returns>
    public static (int Pid, Reason Failure) Start(ProcessConfig config, SafeHandle output)
    {
        if (config.Command.IsDefaultOrEmpty) return (0, new Reason("start-failed", "no command is configured"));
        if (config.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            return (0, new Reason("start-failed", $"the working directory {config.Secrets.Hide(folder)} does not exist or cannot be entered"));
        }

        using var arguments = new CStrings(config.Command);
        using var environment = new CStrings(Environment());
        var error = Start(arguments, environment, config.WorkingDirectory, (int)output.DangerousGetHandle(), out var pid);
        return error == 0
            ? (pid, default)
            : (0, new Reason("start-failed", $"{config.Secrets.Hide(config.Command[0])} could not be started: {Marshal.GetPInvokeErrorMessage(error)}"));
    }

    private static int Start(CStrings arguments, CStrings environment, string? folder, int output, out int pid)
    {
        pid = 0;
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var actions = stackalloc byte[Libc.OpaqueSize];
        if (Libc.InitAttributes(attributes) is var failed and not 0) return failed;
        if (Libc.InitActions(actions) is var failedToo and not 0)
        {
            _ = Libc.DestroyAttributes(attributes);
            return failedToo;
        }

        var error = Prepare(attributes, actions, folder, output);
        if (error == 0) error = Libc.Spawn(out pid, arguments.First, actions, attributes, arguments.All, environment.All);
        _ = Libc.DestroyActions(actions);
        _ = Libc.DestroyAttributes(attributes);
        return error;
    }

    private static int Prepare(byte* attributes, byte* actions, string? folder, int output)
    {
        // .NET ignores SIGPIPE, and what is ignored stays so through exec: `server | head` in the child would never end.
        var none = stackalloc byte[Libc.OpaqueSize];
        var pipe = stackalloc byte[Libc.OpaqueSize];
        new Span<byte>(none, Libc.OpaqueSize).Clear();
        new Span<byte>(pipe, Libc.OpaqueSize).Clear();
        _ = Libc.AddSignal(pipe, Libc.SigPipe);
        var flags = Libc.SpawnSetSession | Libc.SpawnInheritNothing | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask;
        if (Libc.SetFlags(attributes, (short)flags) is var a and not 0) return a;
        if (Libc.SetSignalDefaults(attributes, pipe) is var b and not 0) return b;
        if (Libc.SetSignalMask(attributes, none) is var c and not 0) return c;
        if (Libc.AddOpen(actions, 0, "/dev/null", 0, 0) is var d and not 0) return d;
        if (Libc.AddDuplicate(actions, output, 1) is var e and not 0) return e;
        if (Libc.AddDuplicate(actions, output, 2) is var f and not 0) return f;
        return folder is null ? 0 : Libc.AddChangeDirectory(actions, folder);
    }

    private static List<string> Environment()
    {
        var kept = new List<string>();
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (IsOurs(name)) continue;
            kept.Add($"{name}={entry.Value}");
        }

        return kept;
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("WATCHDOG_", StringComparison.Ordinal) || name.StartsWith("LISTEN_", StringComparison.Ordinal) || OursAlone.Contains(name)
        || WithheldVariables.Has(name);

    /// <summary>A null-terminated array of C strings, as exec takes them.</summary>
    private sealed class CStrings : IDisposable
    {
        private readonly int _count;

        public CStrings(IReadOnlyList<string> strings)
        {
            _count = strings.Count;
            All = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++) All[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }

        public byte** All { get; }

        public byte* First => All[0];

        public void Dispose()
        {
            for (var i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)All[i]);
            NativeMemory.Free(All);
        }
    }
}
