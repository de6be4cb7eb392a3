namespace Watchdog.Drafting;

/// <summary>Looks for counters of connections: some looks in a row at each service, then one wait for all of them without any, then one more look at each.</summary>
internal sealed class CounterHunt(Interviewer interviewer, TimeProvider time)
{
    /// <returns>The same, each with its counter where it has one.</returns>
    public async Task<IReadOnlyList<Candidate>> RunAsync(IReadOnlyList<Candidate> candidates, CancellationToken cancel)
    {
        var rows = new List<Row>();
        foreach (var candidate in candidates) rows.Add(await BeginAsync(candidate, cancel).ConfigureAwait(false));
        if (!rows.Any(row => row.IsWhole)) return [.. rows.Select(row => row.Candidate)];

        await Task.Delay(CounterSearch.Wait, time, cancel).ConfigureAwait(false);
        var found = new List<Candidate>();
        foreach (var row in rows) found.Add(row.IsWhole ? await EndAsync(row, cancel).ConfigureAwait(false) : row.Candidate);
        return found;
    }

    private async Task<Row> BeginAsync(Candidate candidate, CancellationToken cancel)
    {
        var row = new Row(candidate, [], 0);
        if (candidate.Interview is not { Origin: { } origin, Hung: false, Choice.Liveness: { } liveness }) return row;
        while (!row.IsWhole)
        {
            var (numbers, hung) = await interviewer.NumbersAsync(origin, liveness.Path, cancel).ConfigureAwait(false);
            if (hung) return row with { Candidate = HasHung(candidate) };
            if (numbers.Count == 0) break;
            row.Numbers.Add(numbers);
        }

        return row with { EndedAt = time.GetTimestamp() };
    }

    private async Task<Candidate> EndAsync(Row row, CancellationToken cancel)
    {
        var interview = row.Candidate.Interview!;
        var waited = time.GetElapsedTime(row.EndedAt);
        var (last, hung) = await interviewer.NumbersAsync(interview.Origin!, interview.Choice.Liveness!.Path, cancel).ConfigureAwait(false);
        return hung
            ? HasHung(row.Candidate)
            : row.Candidate with { Interview = interview with { Counter = CounterSearch.Find(row.Numbers, last, waited) } };
    }

    private static Candidate HasHung(Candidate candidate) => candidate with { Interview = candidate.Interview! with { Hung = true } };

    private sealed record Row(Candidate Candidate, List<IReadOnlyDictionary<string, long>> Numbers, long EndedAt)
    {
        public bool IsWhole => Numbers.Count == CounterSearch.Looks;
    }
}
