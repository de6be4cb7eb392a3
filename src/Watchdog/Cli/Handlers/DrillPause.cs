using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>
/// Keeps everybody of ours from acting on a service while it is drilled: a daemon by a lease on its pause, which ends with us however we end; where none runs, one-shot
/// rounds and a daemon that would start now by the lock of the state folder.
/// </summary>
internal sealed class DrillPause : IAsyncDisposable
{
    private readonly ControlClient? _client;
    private readonly KeptLease? _lease;
    private readonly IDisposable? _lock;

    private DrillPause(ControlClient? client, KeptLease? lease, IDisposable? held, string? note) => (_client, _lease, _lock, Note) = (client, lease, held, note);

    /// <summary>What is worth saying about it, or null.</summary>
    public string? Note { get; }

    /// <param name="directories">Whose keeper is asked.</param>
    /// <param name="request">For the daemon.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">What becomes of it, for people.</param>
    /// <param name="cancel">Ends it before it is taken.</param>
    /// <returns>Null, with the reason, where it cannot be had.</returns>
    public static async Task<(DrillPause? Pause, Reason Problem)> TakeAsync(Directories directories, PauseRequest request, TimeProvider time, Action<string> say, CancellationToken cancel)
    {
        var client = new ControlClient(directories.ControlSocket, time, PauseHandler.Deadline);
        var asked = await client.LeaseAsync(request, cancel).ConfigureAwait(false);
        if (asked.Value is { } lease) return (new DrillPause(client, new KeptLease(client, request, lease, time, "the drill goes on", say), null, null), default);

        client.Dispose();
        if (asked is { Outcome: ControlOutcome.Refused, Reason.Code: ControlAnswer.NoSuchService })
        {
            return (new DrillPause(null, null, null, $"the daemon does not watch {request.Services[0]}, so there is nothing to pause"), default);
        }

        return asked.Outcome == ControlOutcome.NoDaemon ? Locked(directories, time) : (null, asked.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lease is not null) await _lease.GiveBackAsync("the drill", "").ConfigureAwait(false);
        _lease?.Dispose();
        _client?.Dispose();
        _lock?.Dispose();
    }

    private static (DrillPause? Pause, Reason Problem) Locked(Directories directories, TimeProvider time)
    {
        try
        {
            // Where nobody has ever kept anything, nobody does now.
            if (!Directory.Exists(directories.State)) return (new DrillPause(null, null, null, null), default);

            var isOurs = Libc.OwnerOf(directories.State) == Libc.UserId;
            LockHolder? holder;
            IDisposable? held = isOurs
                ? StateLock.TryTake(directories.State, "watchdog drill", time, out holder)
                : StateLock.TryTakeOfAnother(directories.State, out holder);
            return held is not null || (!isOurs && holder is null)
                ? (new DrillPause(null, null, held, null), default)
                : (null, new Reason("state-in-use", $"the state is in use by {holder}; try again when it has ended"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, new Reason("state-unusable", $"{directories.State} cannot be locked ({failure.Message}): run this with sudo, or as the user who keeps it"));
        }
    }
}
