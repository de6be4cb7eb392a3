using System.Collections.Immutable;

namespace Watchdog.Reporting;

/// <summary>How long a service stood how, within a period: sums, and a row of cells to draw. Of one size, whatever happened.</summary>
internal sealed class TimeSheet(Period period)
{
    /// <summary>Of a day, ten minutes each.</summary>
    public const int Cells = 144;

    private static readonly int s_kinds = Enum.GetValues<Standing>().Length;

    private readonly long[] _sums = new long[s_kinds];
    private readonly long[] _cells = new long[Cells * s_kinds];     // ticks, by cell and then by kind
    private readonly long _cell = Math.Max(1, (period.Length.Ticks + Cells - 1) / Cells);

    public TimeSpan this[Standing standing] => new(_sums[(int)standing]);

    public void Add(Standing standing, DateTimeOffset from, DateTimeOffset to) => Add(standing, from, to, +1);

    /// <summary>All until now was taken for what it was not.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_cells);
    }

    /// <summary>What was taken for one thing turns out to have been another.</summary>
    public void Change(Standing was, Standing now, DateTimeOffset from, DateTimeOffset to)
    {
        Add(was, from, to, -1);
        Add(now, from, to, +1);
    }

    public ImmutableArray<Stretch> Stretches()
    {
        var stretches = ImmutableArray.CreateBuilder<Stretch>();
        for (var cell = 0; cell < Cells; cell++)
        {
            var from = period.Since.AddTicks(cell * _cell);
            if (from >= period.Until) break;

            var (standing, to) = (Of(cell), from.AddTicks(_cell) < period.Until ? from.AddTicks(_cell) : period.Until);
            if (stretches.Count > 0 && stretches[^1].Standing == standing) stretches[^1] = stretches[^1] with { To = to };
            else stretches.Add(new Stretch(standing, from, to));
        }

        return stretches.ToImmutable();
    }

    /// <summary>A minute down must not vanish among hours up.</summary>
    private Standing Of(int cell)
    {
        var row = _cells.AsSpan(cell * s_kinds, s_kinds);
        if (row[(int)Standing.Down] > 0) return Standing.Down;

        var most = Standing.Unwatched;
        for (var kind = 0; kind < s_kinds; kind++)
        {
            if (row[kind] > row[(int)most]) most = (Standing)kind;
        }

        return most;
    }

    private void Add(Standing standing, DateTimeOffset from, DateTimeOffset to, int sign)
    {
        (from, to) = period.Clip(from, to);
        _sums[(int)standing] += sign * (to - from).Ticks;
        while (from < to)
        {
            var cell = (from - period.Since).Ticks / _cell;
            var ends = period.Since.AddTicks((cell + 1) * _cell);
            if (ends > to) ends = to;
            _cells[(cell * s_kinds) + (int)standing] += sign * (ends - from).Ticks;
            from = ends;
        }
    }
}
