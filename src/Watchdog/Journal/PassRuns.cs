using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>One service's runs of equal passes, each told as one line. Not thread-safe: its service's loop owns it.</summary>
internal sealed class PassRuns
{
    /// <summary>A run is told at the latest after this long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly List<Run> _runs = [];

    /// <summary>A check has passed.</summary>
    /// <returns>The run that this pass completes, to be journaled; null while it goes on.</returns>
    public PassRun? Pass(Observation pass, Moment now)
    {
        var run = Find(pass.Check);
        if (run is null)
        {
            run = new Run(pass.Check);
            _runs.Add(run);
        }

        run.Add(pass, now);
        return now.Uptime - run.Began >= Longest ? run.Take() : null;
    }

    /// <summary>It has stopped passing, or we stop.</summary>
    /// <returns>The run until now; null when there is none.</returns>
    public PassRun? End(string check) => Find(check)?.Take();

    /// <summary>Ends all of them.</summary>
    public IEnumerable<PassRun> EndAll() => _runs.Select(run => run.Take()).OfType<PassRun>();

    private Run? Find(string check)
    {
        foreach (var run in _runs)
        {
            if (run.Check == check) return run;
        }

        return null;
    }

    private sealed class Run(string check)
    {
        private int _count;
        private DateTimeOffset _from;
        private DateTimeOffset _to;
        private TimeSpan _least;
        private TimeSpan _most;
        private double? _last;
        private double? _peak;

        // By bucket; made once for each check that has no number with a limit.
        private ushort[]? _spread;

        public string Check => check;

        public TimeSpan Began { get; private set; }

        public void Add(Observation pass, Moment now)
        {
            var took = pass.Took;
            if (_count++ == 0) (Began, _from, _least, _most) = (now.Uptime, now.Utc, took, took);
            _to = now.Utc;
            if (took < _least) _least = took;
            if (took > _most) _most = took;
            if (pass is { Number: { } number, Limit: not null }) AddNumber(number);
            else if (took > TimeSpan.Zero) AddLatency(took);        // a number that rode along has none of its own
        }

        public PassRun? Take()
        {
            if (_count == 0) return null;
            var told = new PassRun(check, _count, _from, _to, _least, _most) { Spread = Spread.Of(_spread), Last = _last, Peak = _peak };
            (_count, _last, _peak) = (0, null, null);
            _spread?.AsSpan().Clear();
            return told;
        }

        private void AddNumber(double number)
        {
            _last = number;
            if (!(number <= _peak)) _peak = number;
        }

        private void AddLatency(TimeSpan took)
        {
            _spread ??= new ushort[LatencyScale.Buckets];
            ref var count = ref _spread[LatencyScale.BucketOf(took)];
            if (count < ushort.MaxValue) count++;
        }
    }
}
