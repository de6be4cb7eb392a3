using Watchdog.Core;

namespace Watchdog.Notify.Telling;

/// <summary>As what a step is told.</summary>
internal static class Kinds
{
    /// <summary>Null: to nobody.</summary>
    public static MessageKind? Of(IncidentStep step) => step.Event switch
    {
        _ when step.Again => null,
        IncidentEvent.Opened => MessageKind.Opened,
        IncidentEvent.Acted => MessageKind.Acted,
        IncidentEvent.Also => MessageKind.Also,
        IncidentEvent.Held => MessageKind.Holding,
        IncidentEvent.Reminded => MessageKind.Reminder,
        IncidentEvent.Paused => MessageKind.Paused,
        IncidentEvent.Recovered => MessageKind.Recovered,
        IncidentEvent.Ended => MessageKind.Ended,
        IncidentEvent.Noted => MessageKind.Note,
        _ => null,
    };

    /// <summary>It says something new of a story; what does not, goes only to those who know the story.</summary>
    public static bool IsNews(MessageKind kind, AlertLevel level) =>
        kind is not (MessageKind.Paused or MessageKind.Recovered or MessageKind.Ended) && !(kind == MessageKind.Also && level == AlertLevel.Info);

    /// <summary>It takes a person: said whatever else is going on.</summary>
    public static bool IsUrgent(MessageKind kind) => kind is MessageKind.Holding or MessageKind.Reminder;
}
