using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Watchdog.Kernel;

namespace Watchdog.Journal;

/// <summary>
/// The right to write the state folder. The kernel keeps it (flock): it dies with us, however we die, and no child inherits it (close-on-exec).
/// What stands in the file only tells others who holds it.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private const int MaxBytes = 4096;

    /// <summary>Those who only look let go at once: as long as that may last on a loaded machine.</summary>
    private const int Tries = 40;

    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(5);

    private readonly SafeFileHandle _file;

    private StateLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes it, or says who has it. Waits for nobody but those who only look, 200 ms at most.</summary>
    /// <param name="folder">The state folder, prepared.</param>
    /// <param name="command">Ours, for the others: <c>watchdog run</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="holder">Who has it, when null is returned.</param>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static StateLock? TryTake(string folder, string command, TimeProvider time, out LockHolder? holder)
    {
        holder = null;
        var file = Open(Path.Combine(folder, "lock"));
        try
        {
            if (TryLock(file))
            {
                Write(file, new LockHolder(Environment.ProcessId, command, ProcessIdentity.Of(Environment.ProcessId)?.Start ?? 0, time.GetUtcNow()));
                return new StateLock(file);
            }

            holder = Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    /// <summary>
    /// For root, in the folder of another: takes it without a name, so that nothing of that user's is written to, wherever a link of theirs leads.
    /// </summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="holder">Who has it, when null is returned; null when nobody ever had, so that there is nothing to take.</param>
    /// <exception cref="IOException">The file is no plain one, or cannot be opened or locked.</exception>
    public static StateLock? TryTakeOfAnother(string folder, out LockHolder? holder)
    {
        holder = null;
        var path = Path.Combine(folder, "lock");
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null) return null;

        var file = Libc.OpenNoLink(path);
        try
        {
            if (TryLock(file)) return new StateLock(file);

            holder = Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Who holds it now; null when nobody does. For those who only want to know.</summary>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static LockHolder? Holder(string folder)
    {
        var path = Path.Combine(folder, "lock");
        if (!File.Exists(path)) return null;
        using var file = Open(path);
        return Libc.TryLockShared(file) ? null : Read(file);
    }

    public void Dispose() => _file.Dispose();

    private static bool TryLock(SafeFileHandle file)
    {
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (Libc.TryLock(file)) return true;
            if (!Libc.TryLockShared(file)) return false;
            Thread.Sleep(s_betweenTries);
        }

        return false;
    }

    /// <summary>Past .NET's own doors: each of them takes a shared lock, so that a held file could not even be opened.</summary>
    private static SafeFileHandle Open(string path)
    {
        if (!File.Exists(path)) AtomicFile.CreateEmpty(path);
        return Libc.OpenForUpdate(path);
    }

    /// <summary>On a full disk the lock is held all the same, only without a name.</summary>
    private static void Write(SafeFileHandle file, LockHolder holder)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(holder, JournalJson.Lines.LockHolder), 0);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, 0);
        }
    }

    private static LockHolder Read(SafeFileHandle file)
    {
        var buffer = new byte[MaxBytes];
        var length = RandomAccess.Read(file, buffer, 0);
        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), JournalJson.Lines.LockHolder) ?? LockHolder.Unknown;
        }
        catch (JsonException)
        {
            return LockHolder.Unknown;
        }
    }
}
