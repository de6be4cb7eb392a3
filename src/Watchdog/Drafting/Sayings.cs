using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>The notes above a service: what was seen of it that is in no key. Pure.</summary>
internal static class Sayings
{
    private const int MostPlaces = 4;

    public static string Took(int answers, TimeSpan slowest) =>
        answers == 1 ? $"It answered in {Words.Span(slowest)}." : $"The slowest of {answers} answers took {Words.Span(slowest)}.";

    public static IEnumerable<string> Of(Candidate candidate, DraftContext context)
    {
        var (service, interview, measured) = candidate;
        yield return Places(service);
        if (interview is { NotReached: true, Why: { } reason }) yield return $"{reason} A check there would fail from the beginning, so there is none.";
        if (interview is { Hung: true, Choice.Liveness: not null, Why: { } why }) yield return why;
        if (measured.Hung) yield return "It gave no answer once while it was measured, and was not asked again: look at that first.";
        if (!measured.IsSteady || !measured.IsDeepSteady) yield return "It did not always answer in the same way, so only the status (2xx) counts where no \"expect\" stands.";
        foreach (var note in Answers(interview)) yield return note;
        if (measured.HighestMemory is { } highest && MemoryLine.Of(highest, measured, context.MachineMemory) is { Max: null } line)
            yield return $"{line.Seen} That is too near to what it may have for a limit of ours.";
        else if (measured.HighestMemory is null && !context.MeasuresNothing)
            yield return $"Its memory cannot be read, so there is no limit for it{(measured.MemoryUnseen.Length > 0 ? $": {Quoted.Line(measured.MemoryUnseen, 200)}" : "")}.";
    }

    private static string Places(FoundService service)
    {
        var places = service.Ports.Select(port => port.Bound.ToString()).Distinct().ToArray();
        var unit = Quoted.Line(service.Unit);
        if (places.Length == 0) return $"{unit} listens at no TCP port: that it runs is watched anyway.";
        return $"{unit} listens at {Words.Some(places, MostPlaces)}.";
    }

    /// <summary>What stands in the way at its other paths, those of one kind together.</summary>
    private static IEnumerable<string> Answers(Interview? interview)
    {
        foreach (var group in (interview?.Answers ?? []).GroupBy(answer => (answer.Answer.Kind, answer.Answer.What, answer.Location)))
        {
            var paths = string.Join(", ", group.Select(answer => answer.Path));
            var one = group.Count() == 1;
            var sentence = group.Key.Kind switch
            {
                AnswerKind.Login => $"{(one ? "wants" : "want")} a login ({group.Key.What}): with \"headers\" it can be asked all the same.",
                AnswerKind.Redirect => $"{(one ? "redirects" : "redirect")} ({group.Key.What}) to {Quoted.Line(group.Key.Location ?? "nowhere")}.",
                AnswerKind.Failing => $"{(one ? "says" : "say")} that it is not well now ({group.Key.What}): look at that, and draft it again.",
                AnswerKind.TooOften => $"{(one ? "was" : "were")} asked too often for it (429), so it was not asked any more.",
                _ => null,
            };
            if (sentence is not null) yield return $"{paths} {sentence}";
        }
    }
}
