namespace Watchdog.Managers.Systemd;

/// <summary>What the manager says of itself, asked for once and again after a reload or a reconnection.</summary>
internal sealed class ManagerDefaults(SystemdManager manager)
{
    private volatile Task<BusReply<ulong>>? _timeoutStop;

    /// <summary>DefaultTimeoutStopUSec; null when it cannot be asked.</summary>
    public async ValueTask<ulong?> TimeoutStopAsync(CancellationToken cancel)
    {
        var asked = _timeoutStop ??= AskAsync();
        var reply = await asked.WaitAsync(cancel).ConfigureAwait(false);
        if (reply.Error is null) return reply.Value;

        _ = Interlocked.CompareExchange(ref _timeoutStop, null, asked);
        return null;
    }

    public void Forget() => _timeoutStop = null;

    // Shared by all who ask meanwhile, so that none of them may cancel it.
    private Task<BusReply<ulong>> AskAsync() => manager.PropertyAsync(
        BusMatches.ManagerPath, BusMatches.ManagerInterface, "DefaultTimeoutStopUSec", "t", static message => message.ReadNumber('t'), CancellationToken.None);
}
