using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers.Driven;

/// <summary>
/// Tells that there is something to look at: when the main process of the last look is gone, and every now and then while there is none to be seen. Asking the
/// manager itself each time would start a program.
/// </summary>
internal sealed class EndWatch : IDisposable
{
    /// <summary>For a process, for what is on its way up or down, and for the end of an order.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_blindEvery = TimeSpan.FromSeconds(15);

    private readonly Func<UnitStatus?> _last;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ProcessIdentity? _seen;
    private long _toldAt;

    /// <param name="last">The last look.</param>
    /// <param name="changed">Quick, and never throws.</param>
    /// <param name="time">Of the timer.</param>
    public EndWatch(Func<UnitStatus?> last, Action changed, TimeProvider time)
    {
        (_last, _changed, _time) = (last, changed, time);
        _toldAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, s_every, s_every);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var status = _last();
        var pid = status is { State: UnitState.Active } ? status.MainPid : 0;
        var now = pid > 0 ? ProcessIdentity.OfLiving(pid) : null;
        var hasEnded = _seen?.Pid == pid && _seen != now;
        _seen = now;
        if (!hasEnded && ((now is not null && status?.Job is null) || _time.GetElapsedTime(_toldAt) < Patience(status))) return;

        _toldAt = _time.GetTimestamp();
        _changed();
    }

    private static TimeSpan Patience(UnitStatus? status) => status is { State: UnitState.Activating or UnitState.Deactivating } or { Job: not null } ? s_every : s_blindEvery;
}
