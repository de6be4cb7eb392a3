using System.Threading.Channels;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Supervision;

namespace Watchdog.Cli.Demo;

/// <summary>Breaks one service after the other, and follows what is done about it until all is done, or the time is up.</summary>
internal sealed class DemoRun(
    IReadOnlyList<DemoCase> cases, ServiceSet services, ChannelReader<JournalEntry> journal, DemoWedge wedge, DemoScreen screen, Clock clock)
{
    /// <summary>For all of it; a loaded machine may need half, a free one a minute.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(100);

    /// <summary>A machine on which they take longer to start is not fit for this.</summary>
    private static readonly TimeSpan s_startDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Between two faults, so that a reader can follow.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(2);

    private const int MostAtOnce = 2;

    /// <summary>A restart too many would show in this time.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(4);

    private readonly TimeSpan _began = clock.Now.Uptime;
    private TimeSpan _wedgedAt;
    private TimeSpan _overAt = TimeSpan.MaxValue;

    private TimeSpan Now => clock.Now.Uptime;

    /// <summary>What each came to is in the cases then.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        while (Now - _began < s_deadline)
        {
            TakeEntries();
            if (!cases.All(one => one.IsOver)) _overAt = TimeSpan.MaxValue;
            else if (_overAt == TimeSpan.MaxValue) _overAt = Now;
            if (_overAt != TimeSpan.MaxValue && Now - _overAt >= s_settle) return;

            if (Now - _began > s_startDeadline && cases.FirstOrDefault(one => !one.IsWell) is { } late)
            {
                screen.Say($"{late.Fault.Service} is not well {Words.Span(s_startDeadline)} after its start, so nothing is broken: {StateOf(late)}");
                return;
            }

            if (Next() is { } next) await WedgeAsync(next, cancel);
            screen.Progress(Progress());
            await Task.Delay(s_turn, clock.Time, cancel);
        }

        screen.Say($"The time is up: {Words.Span(s_deadline)} are enough for all of it.");
    }

    private void TakeEntries()
    {
        while (journal.TryRead(out var entry))
        {
            if (cases.FirstOrDefault(one => one.Fault.Service == entry.Service) is not { } its) continue;
            foreach (var line in its.Take(entry)) screen.Say(line);
        }
    }

    /// <summary>The next to break: once all are well, and the reader has seen the one before. Three at once would be taken for a sick host.</summary>
    private DemoCase? Next()
    {
        if (!cases.All(one => one.IsWell) || Now - _wedgedAt < s_between) return null;
        if (cases.Count(one => one.WedgedAt is not null && !one.IsOver) >= MostAtOnce) return null;
        return cases.FirstOrDefault(one => one.WedgedAt is null);
    }

    private async Task WedgeAsync(DemoCase one, CancellationToken cancel)
    {
        _wedgedAt = Now;
        screen.Say(one.Wedge(_wedgedAt));
        var problem = await wedge.DoAsync(one.Fault, services.Loops[one.Fault.Service].Unit, cancel);
        if (problem is not null) screen.Say(new DemoLine(Now, one.Fault.Service, null, Tone.Alarm, "not broken", problem));
    }

    private Reason StateOf(DemoCase one) => services.Loops[one.Fault.Service].Keeper.State.PhaseReason;

    private string Progress()
    {
        var over = cases.Count(one => one.IsOver);
        var broken = cases.Where(one => one.WedgedAt is not null && !one.IsOver).Select(one => one.Fault.Service).ToArray();
        var under = broken.Length > 0 ? $", broken now: {string.Join(", ", broken)}" : "";
        return $"{(int)(Now - _began).TotalSeconds} s, {over} of {cases.Count} faults met{under}";
    }
}
