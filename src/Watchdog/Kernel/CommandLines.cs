using System.Threading.Channels;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Kernel;

/// <summary>
/// What processes were started as, for people to read. <c>/proc/PID/cmdline</c> takes the process's memory lock, and can block for ever when that process is
/// stuck; so it is read on a thread that may be lost, and while one is lost no other is started. One for all services.
/// </summary>
/// <param name="proc">Where proc is mounted.</param>
/// <param name="time">For the deadline of a read.</param>
internal sealed class CommandLines(string proc, TimeProvider time)
{
    /// <summary>Of the line that is given out.</summary>
    public const int Most = 200;

    /// <summary>What is masked before the line is cut: enough for the first 200 characters, and for a secret among them to be whole.</summary>
    private const int MostRead = 4096;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    /// <summary>One turn, taken by the thread that reads, for ever by one that is lost.</summary>
    private readonly Channel<bool> _turn = Full();

    /// <summary>One line of 200 characters at most, what looks like a secret replaced by <c>***</c>. Takes half a second at most.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="secrets">Those of the configuration, which are kept out as well.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    /// <returns>Null when the process is gone, is the kernel's own, or does not tell in time.</returns>
    public async ValueTask<string?> OfAsync(int pid, Secrets secrets, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _turn.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }

        var read = Start(pid);
        try
        {
            return await read.WaitAsync(Deadline, time, cancel) is { Length: > 0 } text ? Shown(text, secrets) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static Channel<bool> Full()
    {
        var turn = Channel.CreateBounded<bool>(1);
        turn.Writer.TryWrite(true);
        return turn;
    }

    private static string Shown(string text, Secrets secrets)
    {
        var arguments = text[..Math.Min(text.Length, MostRead)].TrimEnd('\0').Split('\0');
        return Words.Line(secrets.Hide(ArgumentMask.Line(arguments)), Most);
    }

    private Task<string?> Start(int pid)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Read, maxStackSize: 256 << 10) { IsBackground = true, Name = "cmdline" }.Start();
        return done.Task;

        void Read()
        {
            try
            {
                done.SetResult(SmallFile.Read($"{proc}/{pid}/cmdline"));
            }
            // On a bare thread it would end the daemon.
            catch (Exception e)
            {
                done.SetException(e);
            }
            finally
            {
                _turn.Writer.TryWrite(true);
            }
        }
    }
}
