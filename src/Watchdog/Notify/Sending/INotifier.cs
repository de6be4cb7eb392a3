namespace Watchdog.Notify.Sending;

/// <summary>Sends one message, once.</summary>
internal interface INotifier
{
    /// <summary>For one try, through the last byte of the answer.</summary>
    TimeSpan Deadline { get; }

    /// <summary>Every failure is a result.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled; whether it arrived is not known.</exception>
    Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel);
}
