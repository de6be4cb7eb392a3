namespace Watchdog.Core.Tests.Tables;

/// <summary>
/// What every phase makes of every input: the phase before, the inputs, the phase after, and the decisions that fall, in order and with their
/// reasons. A dash: it is remembered and nothing is said. "nothing": the state is the same instance, so that not even the journal hears of it.
/// </summary>
internal static class DecisionTable
{
    public const string Text =
        """
        Starting | climbs | Starting | Warning memory-climbs
        Starting | new-instance | Starting | started Operator
        Starting | auto-restart | Starting | started Automatic; Critical storm
        Starting | stopped | Stopped | -> Stopped stopped
        Starting | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Starting | unseen | Blind | -> Blind bus-lost
        Starting | pause | Paused | -> Paused paused
        Starting | pass fail alert-only unknown at-work reloading expected resumed rearmed diagnosed evidence | Starting | -
        Starting | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Starting | nothing

        Watching | climbs | Watching | Warning memory-climbs
        Watching | fail | Suspect | -> Suspect timeout-first-byte
        Watching | alert-only | Suspect | -> Suspect redirect
        Watching | new-instance | Starting | started Operator; -> Starting starting
        Watching | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Watching | at-work | Starting | -> Starting starting
        Watching | stopped | Stopped | -> Stopped stopped
        Watching | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Watching | unseen | Blind | -> Blind bus-lost
        Watching | pause | Paused | -> Paused paused
        Watching | unknown reloading expected resumed rearmed diagnosed evidence | Watching | -
        Watching | pass of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Watching | nothing

        Suspect | climbs | Suspect | Warning memory-climbs
        Suspect | pass | Watching | -> Watching watching
        Suspect | fail | Acting | begin RestartIfHung timeout-first-byte; -> Acting timeout-first-byte
        Suspect | new-instance | Starting | started Operator; -> Starting starting
        Suspect | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Suspect | stopped | Stopped | -> Stopped stopped
        Suspect | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Suspect | unseen | Blind | -> Blind bus-lost
        Suspect | pause | Paused | -> Paused paused
        Suspect | alert-only unknown at-work reloading expected resumed rearmed diagnosed evidence | Suspect | -
        Suspect | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Suspect | nothing

        Acting | climbs | Acting | Warning memory-climbs
        Acting | new-instance | Acting | started Operator
        Acting | auto-restart | Acting | started Automatic; Critical storm
        Acting | look-bad | Acting | restart RestartIfHung timeout-first-byte
        Acting | look-good | Suspect | call off passed-at-last-look; -> Suspect passed-at-last-look
        Acting | resumed | Starting | -> Starting not-asked
        Acting | failed | Acting | Warning exit-code
        Acting | pass fail alert-only unknown at-work reloading stopped unseen expected rearmed pause evidence | Acting | -
        Acting | of-earlier active look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick diagnosed | Acting | nothing

        Acting, asked | climbs | Acting | Warning memory-climbs
        Acting, asked | new-instance | Acting | started Ours
        Acting, asked | auto-restart | Acting | started Automatic; Critical storm
        Acting, asked | done | Verifying | -> Verifying was-done
        Acting, asked | displaced | Suspect | -> Suspect was-displaced
        Acting, asked | denied | Suspect | Critical was-denied; -> Suspect was-denied
        Acting, asked | timed-out | Verifying | -> Verifying was-timedout
        Acting, asked | resumed | Starting | -> Starting not-asked
        Acting, asked | at-work reloading stopped failed unseen expected rearmed pause evidence | Acting | -
        Acting, asked | pass fail alert-only unknown of-earlier active look-bad look-good look-stale echo-stale pause-ended dependency in-flight tick diagnosed | Acting | nothing

        Verifying | climbs | Verifying | Warning memory-climbs
        Verifying | new-instance | Starting | started Operator; -> Starting starting
        Verifying | auto-restart | Verifying | started Automatic; Critical storm
        Verifying | stopped | Stopped | -> Stopped stopped
        Verifying | failed | Suspect | Warning exit-code; not acting backoff; -> Suspect restart-did-not-help
        Verifying | unseen | Blind | -> Blind bus-lost
        Verifying | pause | Paused | -> Paused paused
        Verifying | pass fail alert-only unknown at-work reloading expected resumed rearmed diagnosed evidence | Verifying | -
        Verifying | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Verifying | nothing

        Holding, storm | climbs | Holding | Warning memory-climbs
        Holding, storm | new-instance | Starting | started Operator; -> Starting starting
        Holding, storm | auto-restart | Starting | started Automatic; -> Starting starting
        Holding, storm | stopped | Stopped | -> Stopped stopped
        Holding, storm | failed | Holding | Warning exit-code; not acting storm
        Holding, storm | unseen | Blind | -> Blind bus-lost
        Holding, storm | rearmed | Suspect | -> Suspect rearmed
        Holding, storm | pause | Paused | -> Paused paused
        Holding, storm | pass fail alert-only unknown at-work reloading expected resumed diagnosed evidence | Holding | -
        Holding, storm | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Holding | nothing

        Holding, ineffective | climbs | Holding | Warning memory-climbs
        Holding, ineffective | new-instance | Starting | started Operator; -> Starting starting
        Holding, ineffective | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Holding, ineffective | stopped | Stopped | -> Stopped stopped
        Holding, ineffective | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Holding, ineffective | unseen | Blind | -> Blind bus-lost
        Holding, ineffective | rearmed | Suspect | -> Suspect rearmed
        Holding, ineffective | pause | Paused | -> Paused paused
        Holding, ineffective | pass fail alert-only unknown at-work reloading expected resumed diagnosed evidence | Holding | -
        Holding, ineffective | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Holding | nothing

        Holding, dependency | climbs | Holding | Warning memory-climbs
        Holding, dependency | new-instance | Starting | started Operator; -> Starting starting
        Holding, dependency | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Holding, dependency | stopped | Stopped | -> Stopped stopped
        Holding, dependency | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Holding, dependency | unseen | Blind | -> Blind bus-lost
        Holding, dependency | pause | Paused | -> Paused paused
        Holding, dependency | dependency | Suspect | -> Suspect dependency-back
        Holding, dependency | fail alert-only unknown at-work reloading expected resumed rearmed diagnosed evidence | Holding | -
        Holding, dependency | pass of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended in-flight tick | Holding | nothing

        Holding, busy | climbs | Holding | Warning memory-climbs
        Holding, busy | new-instance | Starting | started Operator; -> Starting starting
        Holding, busy | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Holding, busy | stopped | Stopped | -> Stopped stopped
        Holding, busy | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Holding, busy | unseen | Blind | -> Blind bus-lost
        Holding, busy | pause | Paused | -> Paused paused
        Holding, busy | fail alert-only unknown at-work reloading expected resumed rearmed in-flight diagnosed evidence | Holding | -
        Holding, busy | pass of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency tick | Holding | nothing

        Paused | climbs | Paused | Warning memory-climbs
        Paused | fail | Paused | not acting paused
        Paused | failed | Paused | Warning exit-code; not acting paused
        Paused | new-instance | Paused | started Operator
        Paused | auto-restart | Paused | started Automatic; Critical storm
        Paused | pause-ended | Watching | -> Watching resumed
        Paused | pass alert-only unknown at-work reloading stopped unseen expected resumed rearmed pause diagnosed evidence | Paused | -
        Paused | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale dependency in-flight tick | Paused | nothing

        Stopped | climbs | Stopped | Warning memory-climbs
        Stopped | fail | Stopped | not acting not-active
        Stopped | new-instance | Starting | started Operator; -> Starting starting
        Stopped | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Stopped | at-work reloading | Suspect | -> Suspect timeout-first-byte
        Stopped | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Stopped | unseen | Blind | -> Blind bus-lost
        Stopped | pause | Paused | -> Paused paused
        Stopped | pass alert-only unknown expected resumed rearmed diagnosed evidence | Stopped | -
        Stopped | of-earlier active stopped look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Stopped | nothing

        Blind | climbs | Blind | Warning memory-climbs
        Blind | fail | Blind | not acting unit-unseen
        Blind | active at-work reloading | Suspect | -> Suspect timeout-first-byte
        Blind | new-instance | Starting | started Operator; -> Starting starting
        Blind | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Blind | stopped | Stopped | -> Stopped stopped
        Blind | failed | Acting | Warning exit-code; begin EnsureUp unit-failed; -> Acting unit-failed
        Blind | resumed | Starting | -> Starting not-asked
        Blind | pause | Paused | -> Paused paused
        Blind | pass alert-only unknown expected rearmed diagnosed evidence | Blind | -
        Blind | of-earlier unseen look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Blind | nothing

        Starting | doubted judged-anew | Starting | -
        Starting | doubt-over look-crowd | Starting | nothing

        Watching | doubted judged-anew | Watching | -
        Watching | doubt-over look-crowd | Watching | nothing

        Suspect | doubted | Suspect | -
        Suspect | doubt-over look-crowd | Suspect | nothing
        Suspect | judged-anew | Watching | -> Watching slept

        Acting | doubted judged-anew | Acting | -
        Acting | doubt-over | Acting | nothing
        Acting | look-crowd | Holding | call off host-incident; -> Holding host-incident

        Acting, asked | doubted judged-anew | Acting | -
        Acting, asked | doubt-over look-crowd | Acting | nothing

        Verifying | doubted judged-anew | Verifying | -
        Verifying | doubt-over look-crowd | Verifying | nothing

        Holding, storm | doubted | Holding | -
        Holding, storm | doubt-over look-crowd | Holding | nothing
        Holding, storm | judged-anew | Watching | -> Watching slept

        Holding, ineffective | doubted | Holding | -
        Holding, ineffective | doubt-over look-crowd | Holding | nothing
        Holding, ineffective | judged-anew | Watching | -> Watching slept

        Holding, host | doubted pass unknown at-work reloading expected resumed rearmed diagnosed evidence | Holding | -
        Holding, host | doubt-over look-crowd of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended dependency in-flight tick | Holding | nothing
        Holding, host | judged-anew | Watching | -> Watching slept
        Holding, host | fail | Holding | not acting host-incident
        Holding, host | failed | Holding | Warning exit-code; not acting host-incident
        Holding, host | alert-only | Suspect | -> Suspect redirect
        Holding, host | climbs | Holding | Warning memory-climbs
        Holding, host | new-instance | Starting | started Operator; -> Starting starting
        Holding, host | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Holding, host | stopped | Stopped | -> Stopped stopped
        Holding, host | unseen | Blind | -> Blind bus-lost
        Holding, host | pause | Paused | -> Paused paused

        Paused | doubted judged-anew | Paused | -
        Paused | doubt-over look-crowd | Paused | nothing

        Stopped | doubted judged-anew | Stopped | -
        Stopped | doubt-over look-crowd | Stopped | nothing

        Blind | doubted judged-anew | Blind | -
        Blind | doubt-over look-crowd | Blind | nothing

        Starting | task-stopped | Starting | nothing
        Watching | task-stopped | Watching | nothing
        Suspect | task-stopped | Suspect | nothing
        Acting | task-stopped | Paused | call off stopped-by-operator; -> Paused paused
        Acting, asked | task-stopped | Acting | -
        Verifying | task-stopped | Paused | -> Paused paused
        Holding, storm | task-stopped | Holding | nothing
        Holding, ineffective | task-stopped | Holding | nothing
        Holding, dependency | task-stopped | Paused | call off stopped-by-operator; -> Paused paused
        Holding, busy | task-stopped | Paused | call off stopped-by-operator; -> Paused paused
        Holding, host | task-stopped | Paused | call off stopped-by-operator; -> Paused paused
        Paused | task-stopped | Paused | nothing
        Stopped | task-stopped | Stopped | nothing
        Blind | task-stopped | Blind | nothing

        Holding, dependency | doubted | Holding | -> Holding self-doubt
        Holding, dependency | doubt-over look-crowd | Holding | nothing
        Holding, dependency | judged-anew | Watching | -> Watching slept

        Holding, busy | doubted | Holding | -> Holding self-doubt
        Holding, busy | doubt-over look-crowd | Holding | nothing
        Holding, busy | judged-anew | Watching | -> Watching slept
        """;

    public static IEnumerable<(string Phase, string Input, string Next, string Said)> Rows =>
        from line in Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let cells = line.Split(" | ")
        from input in cells[1].Split(' ')
        select (cells[0], input, cells[2], cells[3]);
}
