using Watchdog.Core;

namespace Watchdog.Drafting;

/// <summary>Measures services for a while: their memory, and how long their answers take. One question is under way at a time.</summary>
internal sealed class Measurement(Interviewer interviewer, TimeProvider time)
{
    /// <summary>Rounds in the time that is given; none comes sooner than a second after the last.</summary>
    private const int Rounds = 12;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>The deep answer costs the service more: it is asked for only at the beginning and at the end.</summary>
    /// <param name="candidates">With what is known before.</param>
    /// <param name="length">How long; zero or less for nothing at all.</param>
    /// <param name="progress">Told how much is over.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    public async Task<IReadOnlyList<Candidate>> RunAsync(IReadOnlyList<Candidate> candidates, TimeSpan length, Action<TimeSpan> progress, CancellationToken cancel)
    {
        if (length <= TimeSpan.Zero) return candidates;

        var measured = candidates.ToArray();
        var began = time.GetTimestamp();
        var pause = length / Rounds > s_shortest ? length / Rounds : s_shortest;
        for (var round = 0; ; round++)
        {
            var over = time.GetElapsedTime(began);
            var isLast = over + pause > length;
            progress(over < length ? over : length);
            for (var i = 0; i < measured.Length; i++) measured[i] = await LookAsync(measured[i], round == 0 || isLast, cancel).ConfigureAwait(false);
            if (isLast) break;
            await Task.Delay(pause, time, cancel).ConfigureAwait(false);
        }

        var took = time.GetElapsedTime(began);
        var lasted = took > length ? took : length;
        return [.. measured.Select(candidate => candidate with { Measured = candidate.Measured with { For = lasted } })];
    }

    private async Task<Candidate> LookAsync(Candidate candidate, bool deep, CancellationToken cancel)
    {
        var measured = await RememberAsync(candidate, cancel).ConfigureAwait(false);
        if (candidate.Interview is not { Origin: { } origin, Hung: false } interview || measured.Hung) return candidate with { Measured = measured };

        var choice = interview.Choice;
        if (choice.Liveness is { } liveness)
        {
            // Where none came, our own deadline is no measure of its answers.
            var (answer, hung) = await interviewer.AgainAsync(origin, liveness.Path, cancel).ConfigureAwait(false);
            measured = hung ? measured with { Hung = true } : measured with
            {
                Answers = measured.Answers + 1,
                Slowest = Spans.Max(measured.Slowest, answer.Took),
                IsSteady = measured.IsSteady && answer.IsHealth && answer.Answer.Expect == liveness.Answer.Expect,
            };
        }

        if (deep && choice.DeepHealth is { } deepHealth && !measured.Hung)
        {
            var (answer, hung) = await interviewer.AgainAsync(origin, deepHealth.Path, cancel).ConfigureAwait(false);
            measured = hung ? measured with { Hung = true } : measured with
            {
                SlowestDeep = Spans.Max(measured.SlowestDeep, answer.Took),
                IsDeepSteady = measured.IsDeepSteady && answer.IsHealth && answer.Answer.Expect == deepHealth.Answer.Expect,
            };
        }

        return candidate with { Measured = measured };
    }

    private static async Task<Measured> RememberAsync(Candidate candidate, CancellationToken cancel)
    {
        var look = await candidate.Service.ReadMemory(cancel).ConfigureAwait(false);
        var measured = candidate.Measured;
        return look.Bytes is { } bytes
            ? measured with { HighestMemory = Math.Max(measured.HighestMemory ?? 0, bytes), MemoryLimit = look.Limit }
            : measured with { MemoryUnseen = look.Unseen.Sentence ?? "" };
    }
}
