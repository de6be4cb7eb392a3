namespace Watchdog.Core.Tests.Simulated;

/// <summary>One check of a service of the soak, as the program's slots have it.</summary>
internal sealed class SoakSlot(CheckPolicy policy, int index)
{
    private static readonly TimeSpan s_recently = TimeSpan.FromMinutes(1);
    private TimeSpan? _movedAt;
    private bool _glanced;

    public CheckPolicy Policy { get; } = policy;

    public int Index { get; } = index;

    public TimeSpan Due { get; set; }

    public TimeSpan Began { get; set; }

    public bool InFlight { get; set; }

    public bool IsDiagnosed { get; set; }

    /// <summary>What was remembered of it when a pass changed nothing of late; null before.</summary>
    public CheckState? SteadyAs { get; set; }

    public TimeSpan? HealthyTook { get; private set; }

    public void Took(Observation seen)
    {
        if (seen.Look != Look.Passed) return;

        var before = HealthyTook * 0.9 ?? TimeSpan.Zero;
        HealthyTook = seen.Took > before ? seen.Took : before;
        (_movedAt, _glanced) = (null, false);
    }

    public void Hasten(TimeSpan due)
    {
        if (due < Due) Due = due;
    }

    /// <summary>As BacklogMemory has it.</summary>
    /// <param name="isTaking">Whether the service takes connections.</param>
    /// <param name="inASecond">Whether it took one between the two glances of one diagnosis.</param>
    public bool IsMoving(bool isTaking, bool inASecond, TimeSpan now)
    {
        if (isTaking && (_glanced || inASecond)) _movedAt = now;
        _glanced = true;
        return now - _movedAt <= s_recently;
    }
}
