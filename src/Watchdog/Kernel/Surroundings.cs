using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>What this process was started by, as far as that tells. Variables are inherited by everything below, so none counts that a shell may have passed on.</summary>
/// <param name="IsUnit">A unit of systemd (INVOCATION_ID; not in a terminal, whose shell may itself be a unit's child).</param>
/// <param name="IsJournal">Standard error is the journal's own stream (JOURNAL_STREAM names its device and inode).</param>
/// <param name="Notifies">Someone waits for READY=1 (NOTIFY_SOCKET).</param>
/// <param name="LaunchdLabel">The label of our launchd job (XPC_SERVICE_NAME); null for none.</param>
/// <param name="IsSupervisord">A program of supervisord (SUPERVISOR_ENABLED).</param>
/// <param name="IsTerminal">Standard error is a terminal.</param>
internal sealed record Surroundings(bool IsUnit, bool IsJournal, bool Notifies, string? LaunchdLabel, bool IsSupervisord, bool IsTerminal)
{
    private const string StandardError = "/proc/self/fd/2";

    /// <summary>Of this process. Before NOTIFY_SOCKET is taken out of the environment.</summary>
    public static Surroundings Detect() =>
        Of(Environment.GetEnvironmentVariable, FileId.Of(StandardError) is { } file ? (file.Device, file.Inode) : null, !Console.IsErrorRedirected);

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="error">Device and inode of standard error; null where they cannot be had.</param>
    /// <param name="terminal">Whether standard error is a terminal.</param>
    internal static Surroundings Of(Func<string, string?> variable, (ulong Device, ulong Inode)? error, bool terminal) => new(
        IsUnit: !terminal && Has("INVOCATION_ID", variable),
        IsJournal: error is { } file && variable("JOURNAL_STREAM") == string.Create(CultureInfo.InvariantCulture, $"{file.Device}:{file.Inode}"),
        Notifies: Has("NOTIFY_SOCKET", variable),
        LaunchdLabel: variable("XPC_SERVICE_NAME") is { } name && IsLabel(name) ? name : null,
        IsSupervisord: Has("SUPERVISOR_ENABLED", variable),
        IsTerminal: terminal);

    /// <summary><c>systemd (a unit of it, standard error is the journal, READY=1 is waited for)</c></summary>
    public override string ToString()
    {
        string[] systemd =
        [
            .. IsUnit ? (string[])["a unit of it"] : [],
            .. IsJournal ? (string[])["standard error is the journal"] : [],
            .. Notifies ? (string[])["READY=1 is waited for"] : [],
        ];
        string[] all =
        [
            .. systemd.Length > 0 ? (string[])[$"systemd ({string.Join(", ", systemd)})"] : [],
            .. LaunchdLabel is { } label ? (string[])[$"launchd (the job {label})"] : [],
            .. IsSupervisord ? (string[])["supervisord"] : [],
            .. IsTerminal ? (string[])["a terminal"] : [],
        ];
        return all.Length > 0 ? string.Join(" and ", all) : "nothing that says so";
    }

    /// <summary>A reverse-DNS name. Every shell of a Mac has a <c>0</c>, or an <c>application.com.apple.Terminal.…</c> of its terminal.</summary>
    private static bool IsLabel(string name)
    {
        var parts = name.Split('.');
        return parts.Length > 1 && parts[0] != "application" && parts.All(part => part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            && parts[0].Any(char.IsAsciiLetter);
    }

    private static bool Has(string name, Func<string, string?> variable) => variable(name) is { Length: > 0 };
}
