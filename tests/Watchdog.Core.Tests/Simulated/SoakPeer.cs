namespace Watchdog.Core.Tests.Simulated;

/// <summary>A rule of a peer's kind, looking at the same services in the same year: so many failures among so many looks restart.</summary>
/// <param name="every">From look to look.</param>
/// <param name="timeout">Of one look.</param>
/// <param name="failures">How many restart.</param>
/// <param name="within">Among so many looks; they are counted anew after a restart.</param>
internal sealed class SoakPeer(TimeSpan every, TimeSpan timeout, int failures, int within)
{
    private SoakNoise _noise = new(0);
    private int _service;
    private int _stall;
    private int _burst;
    private int _wedge;
    private List<TimeSpan> _bursts = [];
    private Wedge[] _wedges = [];

    public long FalseRestarts { get; private set; }

    public int Acted { get; private set; }

    public void Watch(SoakNoise noise, int service, List<TimeSpan> bursts)
    {
        (_noise, _service, _bursts, _stall, _burst, _wedge) = (noise, service, bursts, 0, 0, 0);
        _wedges = [.. noise.TrueWedges.Where(wedge => wedge.Service == service)];
        var (recent, mask) = (0u, (1u << within) - 1);
        for (var at = SoakNoise.Begin + (every * noise.Unit(service, 0, 40)); at < SoakNoise.End; at += every)
        {
            recent = ((recent << 1) | (Fails(at) ? 1u : 0)) & mask;
            if (System.Numerics.BitOperations.PopCount(recent) < failures) continue;

            recent = 0;
            Restart(at);
        }
    }

    private void Restart(TimeSpan at)
    {
        if (!IsWedged(at)) FalseRestarts++;
        for (; IsWedged(at); _wedge++) Acted++;
    }

    private bool IsWedged(TimeSpan at) => _wedge < _wedges.Length && _wedges[_wedge].From <= at;

    private bool Fails(TimeSpan at)
    {
        if (IsWedged(at)) return true;

        while (_stall < _noise.Stalls.Count && _noise.Stalls[_stall].To < at) _stall++;
        var ended = _stall > 0 ? _noise.Stalls[_stall - 1].To : TimeSpan.Zero;
        if (_stall < _noise.Stalls.Count && _noise.Stalls[_stall].From <= at) (at, ended) = (_noise.Stalls[_stall].To, _noise.Stalls[_stall].To);     // it stood still as well
        while (_burst < _bursts.Count && _bursts[_burst] + SoakNoise.Burst <= at) _burst++;
        if (_burst < _bursts.Count && _bursts[_burst] <= at) return true;
        return _noise.IsLost(_service, 0, at) || _noise.Takes(_service, at, ended) > timeout;
    }
}
