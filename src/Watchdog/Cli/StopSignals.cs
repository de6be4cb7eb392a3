using System.Runtime.InteropServices;

namespace Watchdog.Cli;

/// <summary>
/// Turns the first SIGINT, SIGTERM or SIGQUIT into a cancellation, so that a command can end in order; each has its own deadlines for that.
/// The second one ends the process at once, as if nobody had listened.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop),
    ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
            return;

        signal.Cancel = true;
        _stop.Cancel();
    }
}
