using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>From what is known of a service to its part of the configuration, each line with its reason. Pure.</summary>
internal sealed class ServiceDraft
{
    private readonly Candidate _candidate;
    private readonly DraftContext _context;
    private readonly Func<string, string> _address;

    private ServiceDraft(Candidate candidate, DraftContext context, Func<string, string> address) => (_candidate, _context, _address) = (candidate, context, address);

    /// <param name="candidate">What is known.</param>
    /// <param name="context">Of the machine.</param>
    /// <param name="address">From an address of this one to that which all instances share; null for its own.</param>
    public static ImmutableArray<Part> Parts(Candidate candidate, DraftContext context, Func<string, string>? address = null)
    {
        var draft = new ServiceDraft(candidate, context, address ?? (own => own));
        var manager = candidate.Service.Manager;
        return [new ValuePart(manager.Hint is { } hint ? [manager.Comment, hint] : [manager.Comment], manager.Key, manager.Json), .. draft.Checks(), .. draft.Memory()];
    }

    private Measured Measured => _candidate.Measured;

    private List<Part> Checks()
    {
        if (_candidate.Interview is not { NotReached: false } interview) return [];
        if (interview is not { Origin: { } origin, Choice: { Liveness: { } liveness } choice }) return [Connect(interview)];

        var parts = new List<Part> { Liveness(origin, liveness) };
        if (choice.DeepHealth is { } deep) parts.Add(DeepHealth(origin, deep));
        if (interview.Counter is { } counter)
        {
            parts.Add(new ValuePart(
                ["This number in the answer grew with each connection of ours. While it stands still nobody gets in, and it is restarted."],
                "acceptLoop", $"{{ \"counter\": {Quoted.Json(counter)} }}"));
        }

        return parts;
    }

    private ObjectPart Liveness(Origin origin, PathAnswer answer)
    {
        var slowest = answer.Took > Measured.Slowest ? answer.Took : Measured.Slowest;
        var count = Measured.Answers + 1;
        string[] comments = ["Does it answer at all? After three failures in a row, 15 s apart, it is restarted.", Sayings.Took(count, slowest), .. Elsewhere()];
        return new ObjectPart([.. comments], "liveness", [.. Url(origin, answer, Measured.IsSteady), .. Timeout(slowest)]);
    }

    private ObjectPart DeepHealth(Origin origin, PathAnswer answer)
    {
        var slowest = answer.Took > Measured.SlowestDeep ? answer.Took : Measured.SlowestDeep;
        var why = answer.Answer.HasSubChecks ? "This path tells more, by checks of its own" : "This path tells another thing";
        return new ObjectPart(
            [$"Can it do its work? {why}; it may cost more, so it is asked once a minute."],
            "deepHealth", [.. Url(origin, answer, Measured.IsDeepSteady), .. Timeout(slowest)]);
    }

    private IEnumerable<Part> Url(Origin origin, PathAnswer answer, bool steady)
    {
        var health = answer.Answer;
        yield return new ValuePart([$"It answered with {health.What}."], "url", Quoted.Json(_address(origin.Text) + answer.Path));
        if (origin.Objection is { } objection)
            yield return new ValuePart([$"Its certificate does not hold here: {Quoted.Line(objection, 200)}."], "tls", "{ \"insecure\": true }");
        if (health.Expect is { } expect && steady)
            yield return new ValuePart([health.IsText ? "An answer without this text is a failure." : "Any other answer is a failure."], "expect", expect);
        if (health.Outside.Count > 0)
        {
            yield return new ValuePart(
                ["These look at something outside of it, which no restart mends: where nothing else fails there is only an alert."],
                "alertOnly", $"[{string.Join(", ", health.Outside.Select(Quoted.Json))}]");
        }
    }

    private static IEnumerable<Part> Timeout(TimeSpan slowest)
    {
        if (Limits.Timeout(slowest) is { } timeout)
            yield return new ValuePart([$"Ten times the slowest answer ({Core.Words.Span(slowest)}): the default of 10 s would be near to it."], "timeout", $"\"{Config.Durations.Format(timeout)}\"");
    }

    private ObjectPart Connect(Interview interview)
    {
        List<string> comments = [$"Can it be connected to? {interview.Why}", .. Elsewhere()];
        if (interview.Known?.PingJson(interview.Port.Port, _context.Exists) is { } ping)
            comments.Add($"This would see more, a process that hangs: \"liveness\": {{ \"command\": {ping} }}");
        else if (interview.Origin is { } origin && interview.Answers.Any(answer => answer.Answer.Kind == AnswerKind.Page && answer.Path == HealthPaths.Root))
            comments.Add($"This would see more, a process that hangs: \"liveness\": {{ \"url\": {Quoted.Json(_address(origin.Text) + HealthPaths.Root)} }}");
        return new ObjectPart([.. comments], "liveness", [new ValuePart(["Being accepted passes."], "tcp", Quoted.Json(_address(interview.Port.Address)))]);
    }

    private IEnumerable<string> Elsewhere()
    {
        const int Most = 4;
        var others = _candidate.Service.Ports.Select(port => port.Port).Where(port => port != _candidate.Interview?.Port.Port).Distinct().Order().ToArray();
        if (others.Length > 0) yield return $"It also listens at port {Words.Some(others, Most)}, of which nothing is asked here.";
    }

    private IEnumerable<Part> Memory()
    {
        if (Measured.HighestMemory is not { } highest || MemoryLine.Of(highest, Measured, _context.MachineMemory) is not { Max: { } max } line) return [];
        if (_candidate.Interview?.Known is not { KeepsData: true })
            return [new ValuePart([$"{line.Seen} It is restarted when it has been above this for two minutes."], "memory", $"{{ \"max\": \"{max}\" }}")];
        return [new ValuePart([$"{line.Seen} Its memory is its data, so there is only an alert."], "memory", $"{{ \"max\": \"{max}\", \"onFailure\": \"alert\" }}")];
    }
}
