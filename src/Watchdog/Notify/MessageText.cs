using System.Text;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>What all notifiers say alike.</summary>
internal static class MessageText
{
    /// <summary>One character that tells from afar what it is about, and the short code that ntfy shows as a picture of much the same.</summary>
    public static (string Sign, string Code) Mark(Message message) => message.Kind switch
    {
        MessageKind.Holding or MessageKind.Reminder => ("🚨", "rotating_light"),
        MessageKind.Acted => ("🔁", "arrows_counterclockwise"),
        MessageKind.Paused => ("⏸", "pause_button"),
        MessageKind.Recovered or MessageKind.HostRecovered => ("✅", "white_check_mark"),
        MessageKind.Ended => ("⏹", "stop_button"),
        MessageKind.Report => ("📋", "clipboard"),
        MessageKind.Test => ("🔔", "bell"),
        _ when message.Level == AlertLevel.Critical => ("🔴", "red_circle"),
        _ when message.Level == AlertLevel.Warning => ("🟠", "warning"),
        _ => ("🔵", "information_source"),
    };

    /// <summary>The title with the machine's name before it: several may tell the same phone, and a notification shows no more than this. <c>[web1] hermes-webui: restarted, …</c></summary>
    public static string Title(Message message) => $"[{message.Host}] {message.Title}";

    /// <summary><c>web1 · 2026-11-21 22:22:42 UTC</c></summary>
    public static string Where(Message message) => $"{message.Host} · {Words.Time(message.At)}";

    /// <summary>All but the title, as plain text: notes, facts, the command, the longer text, where and when.</summary>
    public static string Rest(Outgoing outgoing)
    {
        var (message, text) = (outgoing.Message, new StringBuilder());
        foreach (var note in outgoing.Notes) text.Append(note).Append('\n');
        foreach (var fact in message.Facts) text.Append(fact.Name).Append(": ").Append(fact.Value).Append('\n');
        if (message.Command is { } command) text.Append("Run: ").Append(command).Append('\n');
        if (message.Body is { } body) text.Append('\n').Append(body.TrimEnd()).Append("\n\n");
        return text.Append(Where(message)).ToString();
    }
}
