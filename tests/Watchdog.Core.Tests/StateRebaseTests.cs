namespace Watchdog.Core.Tests;

public sealed class StateRebaseTests
{
    private static readonly TimeSpan At = TimeSpan.FromHours(1);

    private static readonly ServiceState Full = new()
    {
        PhaseSince = At,
        Unit = new UnitStatus { State = UnitState.Active, StartedAt = At, TimeoutStop = At, TimeoutStart = At },
        StartedAt = At,
        BlindSince = At,
        Checks = [new CheckState { Check = "liveness", FailingSince = At, FailedAt = At, UnknownSince = At }, new CheckState { Check = "memory" }],
        Ledger = [new LedgerEntry(At, StartKind.Ours, "liveness", 2)],
        Action = new ActionState(Intent.RestartIfHung, "liveness", "i", At, true),
        Trial = new TrialState("liveness", "i", At),
        Ineffective = [new IneffectiveCount("liveness", 1, At)],
        BackoffUntil = At,
        HealthySince = At,
        StormSince = At,
        RemindedAt = At,
        RearmedAt = At,
        StartExpectedUntil = At,
        Pauses = [new PauseState(PauseKind.Lease, "1", "maintenance", At)],
        Dependencies = [new DependencyState("db", default, At)],
        DependencyBackAt = At,
        Busy = new BusyState(new BusyLook(1), At),
        Host = new HostState { Doubt = new Doubt(default, At, At), Held = new HostHold(default, At, At), CountsFrom = At },
    };

    /// <summary>Reads every member, so that one that is added and forgotten is found.</summary>
    [Fact]
    public void Rebase_EveryTime_IsMovedButDurationsAndTheUnitsStart()
    {
        var before = Times(Full, "").ToDictionary();
        Assert.All(before, time => Assert.Equal(At, time.Value));
        var after = Times(Full.Rebase(TimeSpan.FromHours(-3)), "").ToDictionary();
        foreach (var (path, time) in after)
        {
            var isDuration = path is ".Unit.TimeoutStop" or ".Unit.TimeoutStart";
            Assert.Equal((path, isDuration ? At : TimeSpan.FromHours(-2)), (path, time));
        }

        Assert.Equal([".Unit.StartedAt"], before.Keys.Except(after.Keys));
    }

    [Fact]
    public void Rebase_NoTimes_StaysWithoutThem()
    {
        var moved = ServiceState.New.Rebase(At);
        Assert.Equal(
            ServiceState.New with
            {
                PhaseSince = At,
                StartedAt = At,
                Checks = moved.Checks,
                Ledger = moved.Ledger,
                Dependencies = moved.Dependencies,
                Ineffective = moved.Ineffective,
                Pauses = moved.Pauses,
            },
            moved);
        Assert.Empty(moved.Ledger);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Rebase_EndsOfTheRange_StopsThere(int sign)
    {
        var end = sign > 0 ? TimeSpan.MaxValue : TimeSpan.MinValue;
        Assert.Equal(end, (ServiceState.New with { PhaseSince = end }).Rebase(TimeSpan.FromSeconds(sign)).PhaseSince);
    }

    private static IEnumerable<KeyValuePair<string, TimeSpan>> Times(object value, string path)
    {
        foreach (var property in value.GetType().GetProperties().Where(one => !one.GetMethod!.IsStatic && one.GetIndexParameters().Length == 0))
        {
            var member = property.GetValue(value);
            var name = $"{path}.{property.Name}";
            if (property.PropertyType == typeof(TimeSpan) || property.PropertyType == typeof(TimeSpan?))
            {
                if (member is TimeSpan time) yield return new(name, time);
            }
            else if (member is System.Collections.IEnumerable list and not string)
            {
                var index = 0;
                foreach (var one in list)
                {
                    if (one is string) continue;
                    foreach (var inner in Times(one, $"{name}[{index}]")) yield return inner;
                    index++;
                }
            }
            else if (member is not null && property.PropertyType.Assembly == typeof(ServiceState).Assembly && !property.PropertyType.IsEnum && name != ".Unit.StartLimit")
            {
                foreach (var inner in Times(member, name)) yield return inner;
            }
        }
    }
}
