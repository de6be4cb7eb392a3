namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

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

    [LoggerMessage(415, LogLevel.Warning, "Half a line stays in the journal in {Folder} until it is opened again: {Problem}")]
    public static partial void JournalNotCut(ILogger logger, string folder, string problem);

    // Supervision: 500 to 599

    // Cli: 600 to 699

    // Web: 700 to 799

    [LoggerMessage(700, LogLevel.Warning, "User {User} asked on the control socket and was refused")]
    public static partial void ControlRefused(ILogger logger, string user);
}
