using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

    [LoggerMessage(350, LogLevel.Information, "{Service}: started as pid {Pid}")]
    public static partial void ChildStarted(ILogger logger, string service, int pid);

    [LoggerMessage(351, LogLevel.Information, "{Service}: pid {Pid} {End}")]
    public static partial void ChildEnded(ILogger logger, string service, int pid, Managers.ChildEnd end);

    [LoggerMessage(352, LogLevel.Warning, "{Service}: pid {Pid} had not ended {Grace} after SIGTERM and was sent SIGKILL")]
    public static partial void ChildKilled(ILogger logger, string service, int pid, string grace);

    [LoggerMessage(353, LogLevel.Error, "{Service}: {Problem}")]
    public static partial void ChildNotStarted(ILogger logger, string service, string problem);

    [LoggerMessage(354, LogLevel.Warning, "Output is being dropped: {Path} cannot be written: {Problem}")]
    public static partial void ChildOutputLost(ILogger logger, string path, string problem);

    [LoggerMessage(355, LogLevel.Information, "{Service}: pid {Pid} has outlived us and is taken up again")]
    public static partial void ChildTakenUp(ILogger logger, string service, int pid);

    [LoggerMessage(356, LogLevel.Information, "{Service}: there is nothing to take up: {Why}")]
    public static partial void ChildNotTakenUp(ILogger logger, string service, string why);

    [LoggerMessage(357, LogLevel.Warning, "{Service}: what pid {Pid} writes is out of our reach ({Why}): it may hang or end by it, and its next start mends that")]
    public static partial void ChildOutputOutOfReach(ILogger logger, string service, int pid, string why);

    [LoggerMessage(358, LogLevel.Information, "{Service}: pid {Pid} runs another command than the configured one, which takes effect with its next start")]
    public static partial void ChildOfOtherCommand(ILogger logger, string service, int pid);

    [LoggerMessage(359, LogLevel.Warning, "{Path} {Problem}; it was set aside as {Aside}. Should that child still run, it is left alone and another is started: if that one finds its port taken, end the old one by hand")]
    public static partial void ChildRecordSetAside(ILogger logger, string path, string problem, string aside);

    [LoggerMessage(360, LogLevel.Warning, "{Path} cannot be read or set aside ({Problem}). Should a child of an earlier run still live, it is left alone: if another finds its port taken, end the old one by hand")]
    public static partial void ChildRecordUnread(ILogger logger, string path, string problem);

    [LoggerMessage(361, LogLevel.Warning, "{Service}: the record of its child cannot be kept ({Problem}): should we crash, it is not known again")]
    public static partial void ChildNotRecorded(ILogger logger, string service, string problem);

    [LoggerMessage(362, LogLevel.Warning, "{Service}: there is no named pipe for its output ({Problem}): should we crash, it may end at its next line")]
    public static partial void ChildPipeNameless(ILogger logger, string service, string problem);

    [LoggerMessage(363, LogLevel.Information, "{Service}: no longer configured, so what an earlier run of ours has left of it ends: pid {Pid}")]
    public static partial void ChildUnclaimed(ILogger logger, string service, int pid);

    [LoggerMessage(364, LogLevel.Warning, "{Path}: its service writes more than 1 MiB/s, averaged over 10 s; what comes beyond is dropped, and the file says how much")]
    public static partial void ChildOutputFloods(ILogger logger, string path);

    [LoggerMessage(300, LogLevel.Warning, "The {Scope} manager of systemd cannot be asked: {Why}. Nothing is restarted until it answers.")]
    public static partial void BusLost(ILogger logger, SystemdScope scope, string why);

    [LoggerMessage(301, LogLevel.Information, "The {Scope} manager of systemd answers again.")]
    public static partial void BusFound(ILogger logger, SystemdScope scope);

    [LoggerMessage(302, LogLevel.Error, "A message of the {Scope} manager of systemd could not be handled.")]
    public static partial void BusMessageFailed(ILogger logger, Exception bug, SystemdScope scope);

    [LoggerMessage(303, LogLevel.Warning, "The frozen process of {Unit} did not end in {After}; it is killed.")]
    public static partial void UnitKilled(ILogger logger, string unit, TimeSpan after);

    [LoggerMessage(380, LogLevel.Warning, "{Unit}: {Signal} sent to pid {Pid}, for what it writes before its restart")]
    public static partial void DumpAsked(ILogger logger, string unit, int pid, string signal);

    [LoggerMessage(381, LogLevel.Warning, "{Unit}: {Signal} could not be sent, it is restarted all the same: {Why}")]
    public static partial void DumpNotAsked(ILogger logger, string unit, string signal, string why);

    [LoggerMessage(382, LogLevel.Warning, "{Unit}: its loop ended during an order, which was carried out all the same: {Result}: {Reason}")]
    public static partial void OrderOutlivedLoop(ILogger logger, string unit, RestartResult result, Reason reason);

    [LoggerMessage(383, LogLevel.Warning, "{Service}: we end without waiting any longer for {Job}")]
    public static partial void OrderLeftBehind(ILogger logger, string service, string job);

    // Journal: 400 to 499

    [LoggerMessage(400, LogLevel.Warning, "State of {Service}: {Problem}")]
    public static partial void StateSetAside(ILogger logger, string service, string problem);

    [LoggerMessage(401, LogLevel.Error, "State can be saved only in {Folder}, which no reboot survives: {Problem}. Make room or mend the state folder; saving there is tried each time")]
    public static partial void StateSavedInRuntime(ILogger logger, string folder, string problem);

    [LoggerMessage(402, LogLevel.Critical, "State cannot be saved: {Problem}. The ledger lives only in memory; make room or mend the state folder")]
    public static partial void StateLost(ILogger logger, string problem);

    [LoggerMessage(403, LogLevel.Information, "State is saved in the state folder again")]
    public static partial void StateSavedAgain(ILogger logger);

    [LoggerMessage(410, LogLevel.Error, "The journal in {Folder} cannot be written: {Problem}. Each further line is tried")]
    public static partial void JournalUnwritten(ILogger logger, string folder, string problem);

    [LoggerMessage(411, LogLevel.Information, "The journal is written again; {Lines} lines are missing")]
    public static partial void JournalWrittenAgain(ILogger logger, int lines);

    [LoggerMessage(412, LogLevel.Warning, "{File} ended in a torn line, as after a crash; it was set aside as {Aside}")]
    public static partial void JournalTorn(ILogger logger, string file, string aside);

    [LoggerMessage(413, LogLevel.Warning, "Today's journal alone outgrew half of journal.maxSize ({MaxSize} bytes); it goes on in a new file, its earlier half is {Earlier}, and any before that is gone")]
    public static partial void JournalDayTooLarge(ILogger logger, string earlier, long maxSize);

    [LoggerMessage(414, LogLevel.Warning, "Old journal files in {Folder} could not be deleted: {Problem}")]
    public static partial void JournalNotSwept(ILogger logger, string folder, string problem);

    [LoggerMessage(416, LogLevel.Error, "The journal in {Folder} was removed while we ran; it begins anew. If the whole state folder was, so was our lock: restart the daemon, lest a second one works beside it")]
    public static partial void JournalRemoved(ILogger logger, string folder);

    [LoggerMessage(415, LogLevel.Warning, "Half a line stays in the journal in {Folder} until it is opened again: {Problem}")]
    public static partial void JournalNotCut(ILogger logger, string folder, string problem);

    // Supervision: 500 to 599

    [LoggerMessage(500, LogLevel.Information, "{Service}: {From} -> {To}: {Reason}")]
    public static partial void Moved(ILogger log, string service, Phase from, Phase to, Reason reason);

    [LoggerMessage(501, LogLevel.Warning, "{Service}: about to act ({Intent}), taking a last look: {Reason}")]
    public static partial void ActionBegun(ILogger log, string service, Intent intent, Reason reason);

    [LoggerMessage(502, LogLevel.Information, "{Service}: called off: {Reason}")]
    public static partial void ActionCalledOff(ILogger log, string service, Reason reason);

    [LoggerMessage(503, LogLevel.Warning, "{Service}: restarting ({Intent}): {Reason}")]
    public static partial void RestartOrdered(ILogger log, string service, Intent intent, Reason reason);

    [LoggerMessage(504, LogLevel.Warning, "{Service}: the manager's answer: {Result}: {Reason} (after {Seconds:0.000} s)")]
    public static partial void RestartEnded(ILogger log, string service, RestartResult result, Reason reason, double seconds);

    [LoggerMessage(505, LogLevel.Information, "{Service}: not acting: {Reason}")]
    public static partial void NotActing(ILogger log, string service, Reason reason);

    [LoggerMessage(506, LogLevel.Information, "{Service}: a new instance ({Kind}): {Reason}")]
    public static partial void InstanceStarted(ILogger log, string service, StartKind kind, Reason reason);

    [LoggerMessage(507, LogLevel.Information, "{Service}: {Reason}")]
    public static partial void AlertInfo(ILogger log, string service, Reason reason);

    [LoggerMessage(508, LogLevel.Warning, "{Service}: {Reason}")]
    public static partial void AlertWarning(ILogger log, string service, Reason reason);

    [LoggerMessage(509, LogLevel.Critical, "{Service}: {Reason}")]
    public static partial void AlertCritical(ILogger log, string service, Reason reason);

    [LoggerMessage(510, LogLevel.Error, "{Service}: a turn of its loop failed; it goes on. This is a bug, please report it")]
    public static partial void TurnFailed(ILogger log, string service, Exception bug);

    [LoggerMessage(511, LogLevel.Error, "{Service}: looking at {What} failed; that counts as 'could not look'. This is a bug, please report it")]
    public static partial void LookFailed(ILogger log, string service, string what, Exception bug);

    [LoggerMessage(530, LogLevel.Information, "{Service}: what is around its checks cannot all be seen: {What}")]
    public static partial void NotSeen(ILogger log, string service, string what);

    [LoggerMessage(531, LogLevel.Warning, "{Service}: whether {Name}, which it depends on, is up cannot be looked at, so nothing waits for it: {Why}")]
    public static partial void DependencyUnseen(ILogger log, string service, string name, Reason why);

    [LoggerMessage(512, LogLevel.Error, "{Service}: asking its manager failed. This is a bug, please report it")]
    public static partial void ActFailed(ILogger log, string service, Exception bug);

    [LoggerMessage(513, LogLevel.Error, "{Service}: {Problem}")]
    public static partial void StateProblem(ILogger log, string service, string problem);

    [LoggerMessage(514, LogLevel.Critical, "{Service}: the restart ledger can be written nowhere (disk full, or read-only?): this one restart is still made, then none until it can")]
    public static partial void LedgerLostTry(ILogger log, string service);

    [LoggerMessage(515, LogLevel.Critical, "{Service}: not restarted: the restart ledger can be written nowhere. Make room in the state directory")]
    public static partial void LedgerLostHeld(ILogger log, string service);

    [LoggerMessage(516, LogLevel.Information, "{Service}: no longer watched")]
    public static partial void ServiceLeft(ILogger log, string service);

    [LoggerMessage(517, LogLevel.Warning, "{Path} cannot be watched for changes ({Why}): an edit is seen within 10 s, or at once after `watchdog reload`")]
    public static partial void ConfigNotWatched(ILogger log, string path, string why);

    [LoggerMessage(518, LogLevel.Information, "services watched: {Count}, from {Path}")]
    public static partial void DaemonStarted(ILogger log, int count, string path);

    [LoggerMessage(519, LogLevel.Information, "stopping")]
    public static partial void DaemonStopping(ILogger log);

    [LoggerMessage(520, LogLevel.Error, "the configuration was not taken over, the one before goes on: {Problem}")]
    public static partial void ConfigRejected(ILogger log, string problem);

    [LoggerMessage(521, LogLevel.Information, "configuration reloaded ({Because}), services: {Count}")]
    public static partial void ConfigReloaded(ILogger log, string because, int count);

    [LoggerMessage(522, LogLevel.Error, "the loop of {Service} does not turn: our own manager's watchdog is not fed until it does")]
    public static partial void LoopStuck(ILogger log, string service);

    [LoggerMessage(523, LogLevel.Error, "taking over a change of the configuration or of the units failed; what was watched goes on. This is a bug, please report it")]
    public static partial void ReloadFailed(ILogger log, Exception bug);

    [LoggerMessage(524, LogLevel.Error, "{Service}: cannot be watched as configured now; the others are. This is a bug, please report it")]
    public static partial void ServiceNotChanged(ILogger log, string service, Exception bug);

    [LoggerMessage(525, LogLevel.Warning, "{Service}: an instance is not watched: {Problem}")]
    public static partial void InstanceLeftOut(ILogger log, string service, string problem);

    [LoggerMessage(526, LogLevel.Error, "{Service}: its loop did not end in time and is left behind; the readings since its last decision are not saved")]
    public static partial void LoopLeftBehind(ILogger log, string service);

    [LoggerMessage(527, LogLevel.Error, "ending what an earlier run of ours has left of services that are configured no more failed; the others are watched. This is a bug, please report it")]
    public static partial void LeftoversNotEnded(ILogger log, Exception bug);

    [LoggerMessage(560, LogLevel.Warning, "{Doubt}. What we see counts for nothing and actions wait until it is over")]
    public static partial void SelfDoubtBegan(ILogger log, string doubt);

    [LoggerMessage(561, LogLevel.Information, "No longer in doubt about ourselves, after {Span}")]
    public static partial void SelfDoubtEnded(ILogger log, string span);

    [LoggerMessage(562, LogLevel.Information, "The machine slept for {Span}: what failed before counts no more")]
    public static partial void MachineSlept(ILogger log, string span);

    [LoggerMessage(563, LogLevel.Error, "Looking at ourselves failed. This is a bug, please report it")]
    public static partial void SelfCheckFailed(ILogger log, Exception bug);

    [LoggerMessage(564, LogLevel.Warning, "{Service} is itself what the machine is busy with: its failing counts all the same")]
    public static partial void MainConsumer(ILogger log, string service);

    [LoggerMessage(565, LogLevel.Critical, "{Suspect} of {Watched} services are suspect at once ({Names}): taken for the host, the network or something they share. Nothing is restarted for {Hold}, then one by one")]
    public static partial void HostIncidentBegan(ILogger log, int suspect, int watched, string names, string hold);

    [LoggerMessage(566, LogLevel.Warning, "Fewer services are suspect, after {Span}: each is judged anew")]
    public static partial void HostIncidentEnded(ILogger log, string span);

    // Tasks: 910 to 919

    [LoggerMessage(910, LogLevel.Information, "{Task}: stopped by {By}: {Because}")]
    public static partial void TaskStopped(ILogger log, string task, string by, string because);

    // Evidence: 800 to 899

    [LoggerMessage(810, LogLevel.Information, "{Service}: evidence {Id} is taken: {Size} in {Took} (watchdog evidence --open {Id})")]
    public static partial void EvidenceTaken(ILogger log, string service, string id, string size, string took);

    [LoggerMessage(811, LogLevel.Warning, "{Service}: no evidence is kept of this: {Why}. It goes on without")]
    public static partial void EvidenceNotKept(ILogger log, string service, string why);

    [LoggerMessage(812, LogLevel.Error, "{Service}: taking evidence failed; it goes on without. This is a bug, please report it")]
    public static partial void EvidenceFailed(ILogger log, string service, Exception bug);

    [LoggerMessage(813, LogLevel.Warning, "{Service}: the collector {Collector} hung and was left behind; it is not started again until it has come back")]
    public static partial void CollectorLeftBehind(ILogger log, string service, string collector);

    [LoggerMessage(814, LogLevel.Error, "{Service}: the collector {Collector} failed; the others did not. This is a bug, please report it")]
    public static partial void CollectorFailed(ILogger log, string service, string collector, Exception bug);

    [LoggerMessage(815, LogLevel.Warning, "what came of an action could not be written into its evidence: {Why}")]
    public static partial void EvidenceNotCompleted(ILogger log, string why);

    // Cli: 600 to 699

    [LoggerMessage(690, LogLevel.Information, "runs under {Surroundings}")]
    public static partial void RunsUnder(ILogger log, Kernel.Surroundings surroundings);

    [LoggerMessage(691, LogLevel.Warning, "{Shortage}")]
    public static partial void FewDescriptors(ILogger log, string shortage);

    // Web: 700 to 799

    [LoggerMessage(790, LogLevel.Error, "no control socket, so status, pause, rearm and reload cannot reach us; the services are kept all the same: {Why}")]
    public static partial void ControlMissing(ILogger log, Reason why);
    [LoggerMessage(700, LogLevel.Warning, "User {User} asked on the control socket and was refused")]
    public static partial void ControlRefused(ILogger logger, string user);

    // Notify: 800 to 899

    [LoggerMessage(830, LogLevel.Warning, "Notifier {Notifier}: not delivered: {Why}. It is tried again, with pauses that grow to 10 min; messages that wait for it: {Waiting}")]
    public static partial void NotifierFailing(ILogger logger, string notifier, string why, int waiting);

    [LoggerMessage(831, LogLevel.Information, "Notifier {Notifier}: delivers again; nothing is left behind")]
    public static partial void NotifierWorksAgain(ILogger logger, string notifier);

    [LoggerMessage(832, LogLevel.Error, "Notifier {Notifier}: has failed {Times} times in a row: {Why}. Messages are kept for 7 days; `watchdog notify --test {Notifier}` tries it")]
    public static partial void NotifierDown(ILogger logger, string notifier, int times, string why);

    [LoggerMessage(833, LogLevel.Error, "Notifier {Notifier}: message {Id} is refused for good: {Why}. It was dropped after {Tries} tries; `watchdog history` has what it was about")]
    public static partial void MessageRefused(ILogger logger, string notifier, string id, string why, int tries);

    [LoggerMessage(834, LogLevel.Error, "Notifier {Notifier}: messages are dropped, {Id} first: {Why}. The next one that arrives says how many")]
    public static partial void MessagesDropped(ILogger logger, string notifier, string id, string why);

    [LoggerMessage(835, LogLevel.Warning, "No notifier is called {Notifier} any more: {Count} messages that waited for it are dropped")]
    public static partial void NotifierGone(ILogger logger, string notifier, int count);

    [LoggerMessage(836, LogLevel.Error, "Messages cannot be kept in {Folder}: {Problem}. They are sent all the same, but would not outlive us; make room or mend the state folder")]
    public static partial void OutboxUnwritten(ILogger logger, string folder, string problem);

    [LoggerMessage(837, LogLevel.Information, "Messages are kept on the disk again")]
    public static partial void OutboxWrittenAgain(ILogger logger);

    [LoggerMessage(838, LogLevel.Warning, "A message in {Path} {Problem}; it was set aside as {Aside}")]
    public static partial void OutboxFileSetAside(ILogger logger, string path, string problem, string aside);

    [LoggerMessage(839, LogLevel.Error, "What lies in {Folder} cannot be read or cleared: {Problem}")]
    public static partial void OutboxUnread(ILogger logger, string folder, string problem);

    [LoggerMessage(840, LogLevel.Warning, "{Path} cannot be written: {Problem}. What was sent may be sent once more after our next start")]
    public static partial void OutboxHistoryUnwritten(ILogger logger, string path, string problem);

    [LoggerMessage(841, LogLevel.Error, "Notifier {Notifier}: sending message {Id} failed. This is a bug, please report it")]
    public static partial void SendFailed(ILogger logger, string notifier, string id, Exception bug);

    [LoggerMessage(842, LogLevel.Error, "Notifier {Notifier}: a turn of its courier failed; it goes on in 10 min. This is a bug, please report it")]
    public static partial void CourierFailed(ILogger logger, string notifier, Exception bug);

    [LoggerMessage(843, LogLevel.Warning, "The heartbeat is not answered: {Why}. It is tried again each time")]
    public static partial void HeartbeatFailing(ILogger logger, string why);

    [LoggerMessage(844, LogLevel.Information, "The heartbeat is answered again")]
    public static partial void HeartbeatWorksAgain(ILogger logger);

    [LoggerMessage(845, LogLevel.Error, "No heartbeat while the loop of {Service} does not turn")]
    public static partial void HeartbeatHeld(ILogger logger, string service);

    [LoggerMessage(846, LogLevel.Error, "The message in {Path} cannot be read: {Problem}. It stays there, unsent, and the others are sent; give the file to the user that the watchdog runs as, or delete it")]
    public static partial void OutboxFileUnread(ILogger logger, string path, string problem);

    [LoggerMessage(847, LogLevel.Error, "Notifier {Notifier}: message {Id} has reached only some: {Said}. This is told once until it reaches all; mend the address, or take it out")]
    public static partial void MessageMissedSome(ILogger logger, string notifier, string id, string said);

    // Notify, what is told: 870 to 889

    [LoggerMessage(870, LogLevel.Warning, "{Path} cannot be read ({Problem}): of what was told before, no end is told")]
    public static partial void ToldUnread(ILogger logger, string path, string problem);

    [LoggerMessage(871, LogLevel.Warning, "{Path} cannot be written ({Problem}): it is tried again, and kept in the runtime directory where that takes it; after a reboot something may be told twice, or its end not at all")]
    public static partial void ToldNotSaved(ILogger logger, string path, string problem);

    [LoggerMessage(872, LogLevel.Error, "{Service}: what happened could not be made a message. This is a bug, please report it")]
    public static partial void TellingFailed(ILogger logger, string service, Exception bug);

    [LoggerMessage(873, LogLevel.Warning, "Told as one until fewer services are in trouble: {Title}")]
    public static partial void TellingFolded(ILogger logger, string title);

    [LoggerMessage(874, LogLevel.Information, "Fewer services are in trouble: each is told of again")]
    public static partial void TellingUnfolded(ILogger logger);

    // Reporting: 890 to 909

    [LoggerMessage(890, LogLevel.Information, "the report of {Day} is on its way: {Headline}")]
    public static partial void ReportSent(ILogger log, DateOnly day, string headline);

    [LoggerMessage(891, LogLevel.Warning, "the report of {Day} could not be made ({Problem}); it is tried again within the hour, or with the next round")]
    public static partial void ReportNotMade(ILogger log, DateOnly day, string problem);

    [LoggerMessage(892, LogLevel.Warning, "{Path} cannot be written ({Problem}): after a restart of ours a report may be missing")]
    public static partial void ReportMarkLost(ILogger log, string path, string problem);

    [LoggerMessage(893, LogLevel.Error, "the daily report failed; the services are kept all the same. This is a bug, please report it")]
    public static partial void ReportFailed(ILogger log, Exception bug);
}
