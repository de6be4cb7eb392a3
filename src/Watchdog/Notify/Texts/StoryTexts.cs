using System.Globalization;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Texts;

/// <summary>What is said of one service.</summary>
internal static class StoryTexts
{
    private const int Longest = 300;

    /// <param name="service">Which.</param>
    /// <param name="step">What has happened.</param>
    /// <param name="kind">As what it is told.</param>
    /// <param name="evidence">The newest bundle of the story; null for none.</param>
    /// <param name="at">When.</param>
    /// <param name="place">Where.</param>
    public static Message Of(ServiceConfig service, IncidentStep step, MessageKind kind, string? evidence, DateTimeOffset at, Surround place) => new()
    {
        Id = $"{step.Incident}/{step.Number.ToString(CultureInfo.InvariantCulture)}-{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}",
        Story = step.Incident,
        Kind = kind,
        Level = step.Level,
        Service = service.Name,
        Severity = service.Severity,
        Host = place.Host,
        At = at,
        Title = Title(service, What(step, kind)),
        Facts = [.. Facts(service, step, kind, evidence, place).Select(fact => fact with { Value = service.Secrets.Hide(fact.Value) })],
        Command = Command(service, kind, evidence, place),
    };

    /// <summary>In place of the last message before silence.</summary>
    public static Message Flood(ServiceConfig service, Message message) => message with
    {
        Title = Title(service, $"told of {Telling.FloodRule.Words}, and now again: {What(service, message)}"),
        Facts = [new MessageFact("From now on", "it goes to the report, until there has been nothing for an hour; what is held, and the end of this, are told all the same"), .. message.Facts],
    };

    /// <summary>What was not told because there was too much before, and has not ended.</summary>
    public static Message Stays(ServiceConfig service, Message message, DateTimeOffset now) => message with
    {
        At = now,
        Title = Title(service, $"still so after {Words.Span(now - message.At)}: {What(service, message)}"),
        Facts = [new MessageFact("Not told before", "it was told of too often within the last hour"), .. message.Facts],
    };

    /// <summary>The end of a story whose service was taken out of the configuration.</summary>
    public static Message Left(string service, Telling.ToldService told, DateTimeOffset at, Surround place) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{told.Story}/left-{at.ToUnixTimeSeconds()}"),
        Story = told.Story,
        Kind = MessageKind.Ended,
        Level = AlertLevel.Info,
        Service = service,
        Severity = told.Severity,
        Host = place.Host,
        At = at,
        Title = $"{service}: it is watched no more: it is not in the configuration, or its unit is gone",
    };

    /// <summary>The end of a story whose own end was never seen: we were killed between telling it and saving that.</summary>
    public static Message Lost(ServiceConfig service, string story, DateTimeOffset at, Surround place) => new()
    {
        Id = $"{story}/lost",
        Story = story,
        Kind = MessageKind.Ended,
        Level = AlertLevel.Info,
        Service = service.Name,
        Severity = service.Severity,
        Host = place.Host,
        At = at,
        Title = $"{service.Name}: we were restarted in the middle of this, and judge it anew",
        Command = $"{place.Program} status {OurCommand.Quoted(service.Name)}",
    };

    private static string What(IncidentStep step, MessageKind kind) => kind switch
    {
        MessageKind.Acted => $"{(step.Cause == Cause.Unit ? "started again" : "restarted")}, {step.Reason.Sentence}",
        MessageKind.Also when step.RestartFailed => $"the restart failed, {step.Reason.Sentence}",
        MessageKind.Also when step.Level != AlertLevel.Info => $"also, {step.Reason.Sentence}",
        MessageKind.Holding => $"HELD, {step.Reason.Sentence}",
        MessageKind.Recovered => $"well again after {Words.Span(step.Lasted)}{(step.Restarts > 0 ? $" and {Words.Count(step.Restarts, "restart")}" : "")}",
        MessageKind.Ended => $"over without having become well: {step.Reason.Sentence}",
        _ => step.Reason.Sentence,
    };

    private static IEnumerable<MessageFact> Facts(ServiceConfig service, IncidentStep step, MessageKind kind, string? evidence, Surround place)
    {
        var down = step.Restarts > 0 || step.Cause.Length > 0;
        if (kind is MessageKind.Acted or MessageKind.Opened or MessageKind.Holding && step.Opened > step.Since) yield return new("Time to detect", Words.Span(step.Opened - step.Since));
        if (kind is not (MessageKind.Note or MessageKind.Acted) && step.Lasted > TimeSpan.Zero) yield return new(down ? "Down for" : "Lasts for", Words.Span(step.Lasted));
        if (kind is not (MessageKind.Note or MessageKind.Acted) && step.Restarts > 0) yield return new("Restarts", step.Restarts.ToString(CultureInfo.InvariantCulture));
        if (step.Interrupted is { } lost && kind != MessageKind.Note) yield return new("Interrupted", lost);
        if (kind != MessageKind.Note && (step.Restarts > 0 || kind is MessageKind.Holding or MessageKind.Reminder)) yield return new("Restarts left", Left(service.Policy.Budget, step));
        if (kind is MessageKind.Opened or MessageKind.Also or MessageKind.Note && WhyNot.Of(step.Reason.Code) is { } why) yield return new("Why no restart", why);
        if (evidence is not null && kind is not (MessageKind.Note or MessageKind.Paused))
        {
            var (path, open) = (Path.Combine(place.Evidence, evidence), Open(evidence, place));
            yield return new("Evidence", Command(service, kind, evidence, place) == open ? path : $"{path} ({open})");
        }
    }

    private static string? Command(ServiceConfig service, MessageKind kind, string? evidence, Surround place) => kind switch
    {
        MessageKind.Holding or MessageKind.Reminder => $"{place.Program} rearm {OurCommand.Quoted(service.Name)}",
        MessageKind.Recovered or MessageKind.Ended or MessageKind.Paused => null,
        _ when evidence is not null && kind != MessageKind.Note => Open(evidence, place),
        _ => $"{place.Program} why {OurCommand.Quoted(service.Name)}",
    };

    private static string Open(string evidence, Surround place) => $"{place.Program} evidence --open {evidence}";

    /// <summary><c>2 of 3 within 30 min</c></summary>
    private static string Left(Budget budget, IncidentStep step) =>
        $"{(step.BudgetLeft == 0 ? "none" : step.BudgetLeft.ToString(CultureInfo.InvariantCulture))} of {budget.Restarts.ToString(CultureInfo.InvariantCulture)} within {Words.Span(budget.Within)}";

    /// <summary>
    /// Reasons hide the secrets of the configuration where they are made; what leaves the house has them hidden once more, since an operator's words were made
    /// nowhere. The name is none, whatever value it stands in: without it nobody knows what the message is about.
    /// </summary>
    private static string Title(ServiceConfig service, string what) => Words.Line($"{Prefix(service)}{service.Secrets.Hide(what)}", Longest);

    /// <summary>What its title says; all of it where another configuration, or one of before, has made it.</summary>
    private static string What(ServiceConfig service, Message message) =>
        message.Title.StartsWith(Prefix(service), StringComparison.Ordinal) ? message.Title[Prefix(service).Length..] : message.Title;

    private static string Prefix(ServiceConfig service) => $"{service.Name}: ";
}
