using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Supervision;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Supervision;

public sealed class TimetableTests
{
    private static readonly TestTimeProvider s_time = new();
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(2);

    private readonly CheckSlot _liveness = Slot("liveness", CheckKind.Liveness);
    private readonly CheckSlot _deep = Slot("deepHealth", CheckKind.DeepHealth);
    private readonly Timetable _timetable;

    public TimetableTests()
    {
        _timetable = new Timetable([_liveness, _deep]);
        _timetable.Begin("s", TimeSpan.Zero);
    }

    private static CheckSlot Slot(string name, CheckKind kind) => new(
        new CheckConfig(new CheckPolicy { Name = name, Kind = kind, Diagnosable = true }, new TcpTarget("127.0.0.1", 1, null)), new FakeProbe(name, s_time), []);

    private static ServiceState Failing(string check, string code) => ServiceState.New with
    {
        Unit = new UnitStatus { State = UnitState.Active },
        Checks = [new CheckState { Check = check, Failures = 1, Reason = new Reason(code, "") }],
    };

    private string[] Due(ServiceState state)
    {
        var due = new List<string>();
        while (_timetable.TakeDue(state, s_soon) is { } slot) due.Add(slot.Policy.Name);
        return [.. due];
    }

    /// <summary>Each deep look that is given up may cost a server that hangs one more of its workers.</summary>
    [Theory]
    [InlineData("liveness", "timeout-first-byte", "liveness")]
    [InlineData("liveness", "status-5xx", "liveness deepHealth")]
    [InlineData("deepHealth", "timeout-first-byte", "liveness deepHealth")]
    public void TakeDue_WhileItHangs_LeavesTheDeepLookOut(string failing, string code, string due)
    {
        var state = Failing(failing, code);
        Assert.Equal(due.Split(' '), Due(state));
        Assert.Equal(TimeSpan.MaxValue, _timetable.Next(state, TimeSpan.MaxValue));
    }

    [Fact]
    public void TakeDue_WhileWhatIsAroundIsLookedAt_Waits()
    {
        _liveness.IsDiagnosed = true;
        Assert.Equal(["deepHealth"], Due(Failing("liveness", "status-5xx")));
    }
}
