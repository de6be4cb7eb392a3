using System.Runtime.CompilerServices;
using Watchdog.Core;

namespace Watchdog.Supervision.Host;

/// <summary>What one service's loop has been told of the host, and what is new. Its loop is the only caller, but for <see cref="IsMainConsumer"/>.</summary>
internal sealed class HostView(HostWatch host, Keeper keeper, Action nudge) : IHostView
{
    private StrongBox<Reason>? _slept = host.Self.Slept;
    private StrongBox<Reason>? _over = host.LastOver;
    private volatile bool _isMainConsumer;

    public Keeper Keeper => keeper;

    /// <summary>Wakes the loop.</summary>
    public Action Nudge => nudge;

    /// <summary>It is itself what the machine is busy with: its failing is no doubt of ours.</summary>
    public bool IsMainConsumer { get => _isMainConsumer; set => _isMainConsumer = value; }

    public void Turned(TimeSpan due) => host.Self.Turned(due, host.Clock.Now.Uptime);

    public void Begin() => host.LookAgain();

    public Input Complete(Input input) => input is LastLookEnded look ? look with { Crowd = host.Ask(this) } : input;

    public Input? Next(ServiceState state)
    {
        if (host.Self.Slept is { } slept && slept != _slept) return new JudgedAnew((_slept = slept).Value);
        if (host.LastOver is { } over && over != _over) return new JudgedAnew((_over = over).Value);

        var doubt = _isMainConsumer ? null : host.Self.Doubt;
        var isTold = state.Host?.Doubt is { Ended: null };
        return doubt is null == isTold ? new SelfDoubted(doubt) : null;
    }

    public void Dispose() => host.Leave(this);
}
