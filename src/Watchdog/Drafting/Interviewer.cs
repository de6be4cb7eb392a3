using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Watchdog.Probes;

namespace Watchdog.Drafting;

/// <summary>Asks a service, with care: GET only, over the loopback only, one question at a time, and no more after one that hung.</summary>
internal sealed class Interviewer(IAsker asker)
{
    /// <summary>Ports of one service; who listens at more is a range of something else.</summary>
    private const int MostPorts = 4;

    /// <summary>How servers answer to HTTP without TLS where it belongs: nginx, Apache, Go, Node behind them.</summary>
    private static readonly string[] s_wantsTls = ["HTTPS port", "speaking plain HTTP", "HTTPS server", "requires TLS"];

    /// <summary>The port that tells most; null for a service that listens nowhere.</summary>
    public async Task<Interview?> AskAsync(FoundService service, CancellationToken cancel)
    {
        Interview? best = null;
        foreach (var port in PortsOf(service))
        {
            var interview = await AskAsync(service.Program, port, cancel).ConfigureAwait(false);
            if (best is null || interview.Worth > best.Worth) best = interview;

            // What hangs at one port has the same process behind the next.
            if (interview.Hung || best.Worth == 4) break;
        }

        return best;
    }

    /// <summary>The numbers of an answer at the path; empty where it has none. Hung: no answer came.</summary>
    public async Task<(IReadOnlyDictionary<string, long> Numbers, bool Hung)> NumbersAsync(Origin origin, string path, CancellationToken cancel)
    {
        var asked = await asker.GetAsync(origin, path, cancel).ConfigureAwait(false);
        using var json = JsonBody.Parse(asked.Body);
        var numbers = json.Root is { ValueKind: JsonValueKind.Object } root ? JsonShape.Numbers(root) : ImmutableDictionary<string, long>.Empty;
        return (numbers, asked.Outcome != AskOutcome.Answered);
    }

    /// <summary>Asks a path once more.</summary>
    public async Task<(PathAnswer Answer, bool Hung)> AgainAsync(Origin origin, string path, CancellationToken cancel)
    {
        var asked = await asker.GetAsync(origin, path, cancel).ConfigureAwait(false);
        return (AnswerOf(path, asked), asked.Outcome != AskOutcome.Answered);
    }

    /// <summary>Each once, those of the loopback first. A link-local address leads nowhere without its interface, which the kernel does not tell.</summary>
    private static IEnumerable<OpenPort> PortsOf(FoundService service) => service.Ports
        .Where(port => !port.Bound.Address.IsIPv6LinkLocal)
        .GroupBy(port => port.Port)
        .Select(same => same.OrderBy(port => port.Loopback is null).ThenBy(port => port.Loopback?.AddressFamily).First())
        .OrderBy(port => port.Loopback is null).ThenBy(port => port.Port)
        .Take(MostPorts);

    private async Task<Interview> AskAsync(string program, OpenPort port, CancellationToken cancel)
    {
        if (KnownProgram.Of(program, port.Port) is { } known) return new Interview(port, $"This is {known.Name}, which has no URL.") { Known = known };
        if (port.Loopback is not { } place) return new Interview(port, "It listens at no address of the loopback, so it was not asked for a URL.");
        if (await asker.SpeaksFirstAsync(place, cancel).ConfigureAwait(false)) return new Interview(port, "It speaks before it is asked, so it speaks no HTTP.");

        var first = await asker.GetAsync(new Origin(place, IsTls: false), HealthPaths.Health, cancel).ConfigureAwait(false);
        if (first.Outcome == AskOutcome.NoHttp || WantsTls(first)) return await AskTlsAsync(port, place, cancel).ConfigureAwait(false);
        return await AskAllAsync(port, new Origin(place, IsTls: false), first, cancel).ConfigureAwait(false);
    }

    private async Task<Interview> AskTlsAsync(OpenPort port, IPEndPoint place, CancellationToken cancel)
    {
        var origin = new Origin(place, IsTls: true);
        var first = await asker.GetAsync(origin, HealthPaths.Health, cancel).ConfigureAwait(false);
        if (first.Outcome == AskOutcome.Untrusted)
        {
            origin = origin with { Objection = first.Why };
            first = await asker.GetAsync(origin, HealthPaths.Health, cancel).ConfigureAwait(false);
        }

        return await AskAllAsync(port, origin, first, cancel).ConfigureAwait(false);
    }

    private async Task<Interview> AskAllAsync(OpenPort port, Origin origin, Asked first, CancellationToken cancel)
    {
        if (first.Outcome == AskOutcome.Hung) return HungAt(port, HealthPaths.Health);
        if (first.Outcome == AskOutcome.NotReached) return new Interview(port, $"It could not be asked: {Quoted.Line(first.Why, 200)}.") { NotReached = true };
        if (first.Outcome != AskOutcome.Answered) return new Interview(port, "It speaks no HTTP.");

        var answers = ImmutableArray.Create(AnswerOf(HealthPaths.Health, first));
        foreach (var path in HealthPaths.All.AsSpan(1).ToArray())
        {
            if (answers[^1].Answer.Kind == AnswerKind.TooOften) break;
            var asked = await asker.GetAsync(origin, path, cancel).ConfigureAwait(false);
            if (asked.Outcome == AskOutcome.Hung) return HungAt(port, path) with { Origin = origin, Answers = answers };
            if (asked.Outcome != AskOutcome.Answered) break;
            answers = answers.Add(AnswerOf(path, asked));
        }

        // The first question also pays for what is set up on both sides: asked once more, it shows what it costs.
        if (answers[0].IsHealth)
        {
            var (again, hung) = await AgainAsync(origin, HealthPaths.Health, cancel).ConfigureAwait(false);
            if (hung) return HungAt(port, HealthPaths.Health) with { Origin = origin, Answers = answers };
            if (again.Took < answers[0].Took) answers = answers.SetItem(0, answers[0] with { Took = again.Took });
        }

        return new Interview(port, answers.Any(answer => answer.IsHealth) ? null : WhyNone(answers)) { Origin = origin, Answers = answers };
    }

    private static Interview HungAt(OpenPort port, string path) => new(port, $"It gave no answer at {path} in 2 s, and was not asked again.") { Hung = true };

    private static string WhyNone(ImmutableArray<PathAnswer> answers) => answers.Any(answer => answer.Answer.Kind == AnswerKind.Page)
        ? "It answers with HTML, which is for people: an error page or a login page would pass as well."
        : answers.Select(answer => answer.Answer).Distinct().ToArray() is [{ Kind: AnswerKind.Missing or AnswerKind.Login or AnswerKind.Failing, What: not "404" } same]
        ? $"It answers all of the usual paths with {same.What}."
        : "None of the usual paths tells how it is.";

    private static bool WantsTls(Asked asked) =>
        asked is { Outcome: AskOutcome.Answered, Status: 400 or 426 } && s_wantsTls.Any(words => Encoding.UTF8.GetString(asked.Body).Contains(words, StringComparison.OrdinalIgnoreCase));

    private static PathAnswer AnswerOf(string path, Asked asked) =>
        new(path, AnswerFormat.Recognise(path, asked.Status, asked.MediaType, asked.Body), asked.Took) { Location = asked.Location };
}
