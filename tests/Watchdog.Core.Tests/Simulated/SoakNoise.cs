using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>How a service is wedged, until it is restarted.</summary>
internal enum WedgeKind
{
    /// <summary>Stopped: nothing of it runs.</summary>
    Stopped,

    /// <summary>Every thread sleeps and nobody accepts.</summary>
    Deadlocked,

    /// <summary>A thread burns a processor and nobody accepts.</summary>
    Spinning,

    /// <summary>It accepts and never answers: no signal but the looks tells.</summary>
    Silent,

    /// <summary>Its process is there and nobody listens.</summary>
    Deaf,
}

/// <summary>A true wedge.</summary>
internal sealed record Wedge(int Service, TimeSpan From, WedgeKind Kind);

/// <summary>The whole machine stands still: paused (the clock goes on) or asleep (it does not, so that both ends are one).</summary>
internal readonly record struct Stall(TimeSpan From, TimeSpan To)
{
    public bool IsSleep => From == To;
}

/// <summary>
/// What befalls fifty services in a year. All but the bursts is a function of seed, service and time, so that whoever looks at the same moment sees the same.
/// </summary>
internal sealed class SoakNoise
{
    public const int Services = 50;
    public const int Wedges = 200;
    public const double LostShare = 0.01;
    public const double BurstShare = 0.001;

    /// <summary>Three looks in a row, 15 s from start to start with a deadline of 10 s.</summary>
    public static readonly TimeSpan Burst = S(40);

    /// <summary>What an answer takes.</summary>
    public static readonly TimeSpan Swift = S(0.02);

    public static readonly TimeSpan Begin = H(1);
    public static readonly TimeSpan End = Begin + TimeSpan.FromDays(365);

    private static readonly TimeSpan s_afterStall = S(5);
    private readonly ulong _seed;

    public SoakNoise(int seed)
    {
        _seed = (ulong)seed;
        var random = new Random(seed);
        for (var day = 0; day < 365; day++)
        {
            var midnight = Begin + TimeSpan.FromDays(day);
            Stalls.Add(Sleep(midnight + H(8 + (4 * random.NextDouble()))));
            Stalls.Add(Sleep(midnight + H(16 + (4 * random.NextDouble()))));
            if (day % 7 == 3) Stalls.Add(Pause(midnight + H(1 + (22 * random.NextDouble())), S(10 + (80 * random.NextDouble()))));
        }

        Stalls.Sort((a, b) => a.From.CompareTo(b.From));
        for (var i = 0; i < Wedges; i++)
        {
            var at = Begin + TimeSpan.FromDays(1 + (363 * random.NextDouble()));
            TrueWedges.Add(new Wedge(random.Next(Services), at, (WedgeKind)random.Next(5)));
        }

        TrueWedges.Sort((a, b) => a.From.CompareTo(b.From));

        static Stall Sleep(TimeSpan at) => new(at, at);
        static Stall Pause(TimeSpan at, TimeSpan lasts) => new(at, at + lasts);
    }

    /// <summary>Two sleeps a day, and a pause of 10 to 90 s a week; in order.</summary>
    public List<Stall> Stalls { get; } = [];

    /// <summary>In order.</summary>
    public List<Wedge> TrueWedges { get; } = [];

    public bool IsLost(int service, int check, TimeSpan at) => Unit(service, Milliseconds(at), 1 + check) < LostShare;

    public bool BeginsBurst(int service, int check, TimeSpan at) => Unit(service, Milliseconds(at), 11 + check) < BurstShare;

    /// <summary>What its answer takes: swift, but late by up to 18 s in the bad minutes of the night, and by up to 12 s when the machine has just stood still.</summary>
    public TimeSpan Takes(int service, TimeSpan at, TimeSpan stallEnded)
    {
        if (at - stallEnded < s_afterStall) return S(12 * Unit(service, Milliseconds(stallEnded), 20));
        if (!IsLoaded(service, at)) return Swift;

        var minute = Unit(service, (long)at.TotalMinutes, 21);
        var usual = 0.3 + (11.7 * minute * minute * minute * minute);
        return S(usual * (0.5 + Unit(service, Milliseconds(at), 22)));
    }

    /// <summary>Every night between 2 and 3, for 10 to 20 min of its own.</summary>
    public bool IsLoaded(int service, TimeSpan at)
    {
        var ofDay = (at.Ticks - Begin.Ticks) % TimeSpan.TicksPerDay;
        if (ofDay is < 2 * TimeSpan.TicksPerHour or >= 3 * TimeSpan.TicksPerHour) return false;

        var day = (at - Begin).Days;
        var from = Min(120 + (40 * Unit(service, day, 23))).Ticks;
        return ofDay >= from && ofDay < from + Min(10 + (10 * Unit(service, day, 24))).Ticks;
    }

    /// <summary>In [0, 1), the same for the same question.</summary>
    public double Unit(int service, long what, int salt)
    {
        unchecked
        {
            var x = (_seed * 0x9E3779B97F4A7C15) ^ ((((ulong)service << 8) | (uint)salt) * 0xD6E8FEB86659FD93);
            x = Mix(x ^ ((ulong)what * 0xA0761D6478BD642F));
            return (Mix(x + 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>After splitmix64.</summary>
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }

    private static long Milliseconds(TimeSpan at) => at.Ticks / TimeSpan.TicksPerMillisecond;
}
