using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Watchdog.Managers;

/// <summary>
/// What one child's output goes through: a named pipe, which both of us may open again. The child holds both ends of it, so that it is neither ended by
/// SIGPIPE nor told of an end when we are gone; what it writes meanwhile waits there.
/// </summary>
internal sealed class ChildPipe : IDisposable
{
    /// <summary>What a child may write until we are back from a crash: the most that Linux gives anyone. Elsewhere, and where it is refused, 64 KiB.</summary>
    private const int Room = 1 << 20;

    private ChildPipe(Stream reader, SafeHandle readerHandle, SafeHandle? writer) => (Reader, ReaderHandle, Writer) = (reader, readerHandle, writer);

    public Stream Reader { get; }

    /// <summary>To wait by.</summary>
    public SafeHandle ReaderHandle { get; }

    /// <summary>The child's end; null for a pipe that its child has already.</summary>
    public SafeHandle? Writer { get; }

    /// <summary>
    /// A new one in the place of whatever is there: an old one may be held by somebody yet. Where none can be made there, it has no name, and the child does
    /// not outlive us for long.
    /// </summary>
    /// <param name="path">In a folder that nobody else can write.</param>
    /// <param name="problem">Why it has no name, else null.</param>
    /// <exception cref="IOException">Not even such a one can be made: we have no descriptor left.</exception>
    public static ChildPipe Create(string path, out string? problem)
    {
        try
        {
            File.Delete(path);
            if (Libc.MakeFifo(path, Libc.OursAlone) != 0) throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

            // A reader first: without one, only both ends can be opened without waiting for somebody.
            var reader = OpenReader(path);
            var writer = OpenBothEnds(path, reader);
            if (OperatingSystem.IsLinux()) _ = Libc.Control(reader.SafeFileHandle, Libc.SetPipeSize, Room);
            problem = null;
            return new ChildPipe(reader, reader.SafeFileHandle, writer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
            var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
            return new ChildPipe(pipe, pipe.SafePipeHandle, pipe.ClientSafePipeHandle);
        }
    }

    /// <summary>The pipe of a child that has outlived us; null, and why, when it is gone or is no pipe.</summary>
    public static ChildPipe? Reopen(string path, out string? problem)
    {
        try
        {
            var reader = OpenReader(path);
            problem = null;
            return new ChildPipe(reader, reader.SafeFileHandle, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
            return null;
        }
    }

    /// <summary>The child has its end.</summary>
    public void CloseWriter() => Writer?.Dispose();

    public void Dispose()
    {
        CloseWriter();
        Reader.Dispose();
    }

    private static FileStream OpenReader(string path)
    {
        var reader = new FileStream(Journal.Libc.OpenNoLink(path), FileAccess.Read, bufferSize: 0);
        if (!reader.CanSeek) return reader;

        reader.Dispose();
        throw new IOException($"{path} is no pipe");
    }

    private static SafeFileHandle OpenBothEnds(string path, FileStream reader)
    {
        try
        {
            return Journal.Libc.OpenForUpdate(path);
        }
        catch (IOException)
        {
            reader.Dispose();
            throw;
        }
    }
}
