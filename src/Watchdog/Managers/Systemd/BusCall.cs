namespace Watchdog.Managers.Systemd;

/// <summary>Writes a call's arguments, on the bus thread.</summary>
internal delegate void BusWrite(BusMessage message);

/// <summary>Reads an answer, on the bus thread, in order with the signals.</summary>
internal delegate T BusRead<out T>(BusMessage message);

/// <summary>A method call on its way.</summary>
internal abstract class BusCall(string path, string @interface, string member, BusWrite? write)
{
    public string Path => path;

    public string Interface => @interface;

    public string Member => member;

    public BusWrite? Write => write;

    /// <summary>Whether nobody waits for it any more: it must not be sent then.</summary>
    public abstract bool IsOver { get; }

    public abstract void Answer(BusMessage message);

    public abstract void Fail(BusError error);
}

/// <inheritdoc cref="BusCall"/>
internal sealed class BusCall<T>(string path, string @interface, string member, BusWrite? write, BusRead<T> read)
    : BusCall(path, @interface, member, write)
{
    // Asynchronously, so that no caller's code runs on the bus thread.
    private readonly TaskCompletionSource<BusReply<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<BusReply<T>> Task => _done.Task;

    public override bool IsOver => _done.Task.IsCompleted;

    public override void Answer(BusMessage message)
    {
        if (message.Error is { } error) Fail(error);
        else _done.TrySetResult(new BusReply<T>(read(message), null));
    }

    public override void Fail(BusError error) => _done.TrySetResult(new BusReply<T>(default, error));
}
