namespace Watchdog.Core.Tests.Tables;

/// <summary>
/// What every phase makes of every input: the phase before, the inputs, the phase after, and the decisions that fall, in order and with their
/// reasons. A dash: it is remembered and nothing is said. "nothing": the state is the same instance, so that not even the journal hears of it.
/// </summary>
internal static class DecisionTable
{
    public const string Text =
        """
        Starting | new-instance | Starting | started Operator
        Starting | auto-restart | Starting | started Automatic; Critical storm
        Starting | stopped | Stopped | -> Stopped stopped
        Starting | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Starting | unseen | Blind | -> Blind bus-lost
        Starting | pause | Paused | -> Paused paused
        Starting | pass fail alert-only unknown at-work reloading expected resumed rearmed | Starting | -
        Starting | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Starting | nothing

        Watching | fail | Suspect | -> Suspect timeout-first-byte
        Watching | alert-only | Suspect | -> Suspect redirect
        Watching | new-instance | Starting | started Operator; -> Starting starting
        Watching | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Watching | at-work | Starting | -> Starting starting
        Watching | stopped | Stopped | -> Stopped stopped
        Watching | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Watching | unseen | Blind | -> Blind bus-lost
        Watching | pause | Paused | -> Paused paused
        Watching | unknown reloading expected resumed rearmed | Watching | -
        Watching | pass of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Watching | nothing

        Suspect | pass | Watching | -> Watching watching
        Suspect | fail | Acting | begin RestartIfHung timeout-first-byte; -> Acting timeout-first-byte
        Suspect | new-instance | Starting | started Operator; -> Starting starting
        Suspect | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Suspect | stopped | Stopped | -> Stopped stopped
        Suspect | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Suspect | unseen | Blind | -> Blind bus-lost
        Suspect | pause | Paused | -> Paused paused
        Suspect | alert-only unknown at-work reloading expected resumed rearmed | Suspect | -
        Suspect | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Suspect | nothing

        Acting | new-instance | Acting | started Operator
        Acting | auto-restart | Acting | started Automatic; Critical storm
        Acting | look-bad | Acting | restart RestartIfHung timeout-first-byte
        Acting | look-good | Suspect | call off passed-at-last-look; -> Suspect passed-at-last-look
        Acting | resumed | Starting | -> Starting not-asked
        Acting | pass fail alert-only unknown at-work reloading stopped failed unseen expected rearmed pause | Acting | -
        Acting | of-earlier active look-stale done displaced denied timed-out echo-stale pause-ended tick | Acting | nothing

        Acting, asked | new-instance | Acting | started Ours
        Acting, asked | auto-restart | Acting | started Automatic; Critical storm
        Acting, asked | done | Verifying | -> Verifying was-done
        Acting, asked | displaced | Suspect | -> Suspect was-displaced
        Acting, asked | denied | Suspect | Critical was-denied; -> Suspect was-denied
        Acting, asked | timed-out | Verifying | -> Verifying was-timedout
        Acting, asked | resumed | Starting | -> Starting not-asked
        Acting, asked | at-work reloading stopped failed unseen expected rearmed pause | Acting | -
        Acting, asked | pass fail alert-only unknown of-earlier active look-bad look-good look-stale echo-stale pause-ended tick | Acting | nothing

        Verifying | new-instance | Starting | started Operator; -> Starting starting
        Verifying | auto-restart | Verifying | started Automatic; Critical storm
        Verifying | stopped | Stopped | -> Stopped stopped
        Verifying | failed | Suspect | not acting backoff; -> Suspect restart-did-not-help
        Verifying | unseen | Blind | -> Blind bus-lost
        Verifying | pause | Paused | -> Paused paused
        Verifying | pass fail alert-only unknown at-work reloading expected resumed rearmed | Verifying | -
        Verifying | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Verifying | nothing

        Holding, storm | new-instance | Starting | started Operator; -> Starting starting
        Holding, storm | auto-restart | Starting | started Automatic; -> Starting starting
        Holding, storm | stopped | Stopped | -> Stopped stopped
        Holding, storm | failed | Holding | not acting storm
        Holding, storm | unseen | Blind | -> Blind bus-lost
        Holding, storm | rearmed | Suspect | -> Suspect rearmed
        Holding, storm | pause | Paused | -> Paused paused
        Holding, storm | pass fail alert-only unknown at-work reloading expected resumed | Holding | -
        Holding, storm | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Holding | nothing

        Holding, ineffective | new-instance | Starting | started Operator; -> Starting starting
        Holding, ineffective | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Holding, ineffective | stopped | Stopped | -> Stopped stopped
        Holding, ineffective | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Holding, ineffective | unseen | Blind | -> Blind bus-lost
        Holding, ineffective | rearmed | Suspect | -> Suspect rearmed
        Holding, ineffective | pause | Paused | -> Paused paused
        Holding, ineffective | pass fail alert-only unknown at-work reloading expected resumed | Holding | -
        Holding, ineffective | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Holding | nothing

        Paused | fail failed | Paused | not acting paused
        Paused | new-instance | Paused | started Operator
        Paused | auto-restart | Paused | started Automatic; Critical storm
        Paused | pause-ended | Suspect | -> Suspect resumed
        Paused | pass alert-only unknown at-work reloading stopped unseen expected resumed rearmed pause | Paused | -
        Paused | of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale tick | Paused | nothing

        Stopped | fail | Stopped | not acting not-active
        Stopped | new-instance | Starting | started Operator; -> Starting starting
        Stopped | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Stopped | at-work reloading | Suspect | -> Suspect timeout-first-byte
        Stopped | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Stopped | unseen | Blind | -> Blind bus-lost
        Stopped | pause | Paused | -> Paused paused
        Stopped | pass alert-only unknown expected resumed rearmed | Stopped | -
        Stopped | of-earlier active stopped look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Stopped | nothing

        Blind | fail | Blind | not acting unit-unseen
        Blind | active at-work reloading | Suspect | -> Suspect timeout-first-byte
        Blind | new-instance | Starting | started Operator; -> Starting starting
        Blind | auto-restart | Starting | started Automatic; Critical storm; -> Starting starting
        Blind | stopped | Stopped | -> Stopped stopped
        Blind | failed | Acting | begin EnsureUp unit-failed; -> Acting unit-failed
        Blind | resumed | Starting | -> Starting not-asked
        Blind | pause | Paused | -> Paused paused
        Blind | pass alert-only unknown expected rearmed | Blind | -
        Blind | of-earlier unseen look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Blind | nothing

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

        Holding, host | doubted pass unknown at-work reloading expected resumed rearmed | Holding | -
        Holding, host | doubt-over look-crowd of-earlier active look-bad look-good look-stale done displaced denied timed-out echo-stale pause-ended tick | Holding | nothing
        Holding, host | judged-anew | Watching | -> Watching slept
        Holding, host | fail failed | Holding | not acting host-incident
        Holding, host | alert-only | Suspect | -> Suspect redirect
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
        """;

    public static IEnumerable<(string Phase, string Input, string Next, string Said)> Rows =>
        from line in Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let cells = line.Split(" | ")
        from input in cells[1].Split(' ')
        select (cells[0], input, cells[2], cells[3]);
}
