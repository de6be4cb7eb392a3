using Watchdog.Core;

namespace Watchdog.Supervision.Host;

/// <summary>The machine and ourselves, as one service's loop is told of them.</summary>
internal interface IHostView : IDisposable
{
    /// <summary>The loop turns; it was due at that time.</summary>
    void Turned(TimeSpan due);

    /// <summary>A round begins: an incident of the round before may be over.</summary>
    void Begin();

    /// <summary>The input with what only we can add to it: at the last look, how it stands with the other services.</summary>
    Input Complete(Input input);

    /// <summary>What the judgement has to hear before anything else, one by one; null when it knows all.</summary>
    Input? Next(ServiceState state);
}

/// <summary>Sees nothing beyond the service.</summary>
internal sealed class NoHostView : IHostView
{
    public static readonly NoHostView Instance = new();

    public void Turned(TimeSpan due)
    {
        // Nobody asks.
    }

    public void Begin()
    {
        // There is none.
    }

    public Input Complete(Input input) => input;

    public Input? Next(ServiceState state) => null;

    public void Dispose()
    {
        // It holds nothing.
    }
}
