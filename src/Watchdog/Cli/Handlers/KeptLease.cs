using Watchdog.Core;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>
/// Holds on to a lease on the pause of services until it is given back, and takes it again from the next daemon, should this one go. Until its time is up, which is said.
/// </summary>
internal sealed class KeptLease : IDisposable
{
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromSeconds(1);

    /// <summary>To give the lease back to a daemon that is just being restarted.</summary>
    private const int Farewells = 5;

    private readonly ControlClient _client;
    private readonly PauseRequest _request;
    private readonly TimeProvider _time;
    private readonly string _goesOn;
    private readonly Action<string> _say;
    private readonly TimeSpan _until;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _keeping;
    private volatile bool _isOver;

    /// <param name="client">Asks the daemon; not disposed of here.</param>
    /// <param name="request">What the lease was asked for with.</param>
    /// <param name="lease">As it was given.</param>
    /// <param name="time">The clock.</param>
    /// <param name="goesOn">What happens all the same when the pause is over: <c>'make' runs on</c>.</param>
    /// <param name="say">For people.</param>
    public KeptLease(ControlClient client, PauseRequest request, HeldLease lease, TimeProvider time, string goesOn, Action<string> say)
    {
        (_client, _request, _time, _goesOn, _say) = (client, request, time, goesOn, say);
        _until = time.GetElapsedTime(0) + request.For;
        _keeping = KeepAsync(lease, _ended.Token);
    }

    private TimeSpan Left => _until - _time.GetElapsedTime(0);

    /// <summary>First given back, then let go: the other way round it looks as if we had died.</summary>
    /// <param name="what">Has ended: <c>the command</c>.</param>
    /// <param name="how">And how: <c>with 0</c>; may be empty.</param>
    public async Task GiveBackAsync(string what, string how)
    {
        _isOver = true;
        if (!await TellAsync($"{what} has ended{how}: {_request.Because}").ConfigureAwait(false))
        {
            _say($"the daemon could not be told that {what} has ended; it ends the pause by itself");
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
    }

    /// <summary>After it was given back.</summary>
    public void Dispose() => _ended.Dispose();

    private async Task<bool> TellAsync(string because)
    {
        var ended = new ResumeRequest(_request.Services, because, _request.Id);
        for (var i = 0; i < Farewells; i++)
        {
            var asked = await _client.ResumeAsync(ended, CancellationToken.None).ConfigureAwait(false);
            if (asked.Outcome == ControlOutcome.Answered) return true;

            await Task.Delay(s_retryEvery, _time, CancellationToken.None).ConfigureAwait(false);
        }

        return false;
    }

    private async Task KeepAsync(HeldLease first, CancellationToken cancel)
    {
        HeldLease? lease = first;
        try
        {
            while (true)
            {
                var end = await lease.NextAsync(cancel).ConfigureAwait(false);
                if (_isOver) return;
                if (end is { Code: not Lease.DaemonStopping })
                {
                    _say($"{end.Value.Sentence}; {_goesOn}");
                    return;
                }

                lease.Dispose();
                _say("the daemon has gone; the pause is taken again when it is back");
                if ((lease = await TakeAgainAsync(cancel).ConfigureAwait(false)) is null)
                {
                    _say($"the {Words.Span(_request.For)} of the pause are over; {_goesOn}");
                    return;
                }

                _say("the daemon is back, and the pause stands again");
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // It has been given back.
        }
        finally
        {
            lease?.Dispose();
        }
    }

    /// <returns>Null when its time is up. A daemon that has just begun may not know its services yet: whatever it says, it is asked again.</returns>
    private async Task<HeldLease?> TakeAgainAsync(CancellationToken cancel)
    {
        while (Left > s_retryEvery * 2)
        {
            await Task.Delay(s_retryEvery, _time, cancel).ConfigureAwait(false);
            var asked = await _client.LeaseAsync(_request with { For = Left, IsAgain = true }, cancel).ConfigureAwait(false);
            if (asked.Value is { } lease) return lease;
        }

        return null;
    }
}
