using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>A service's state as it lies on the disk.</summary>
/// <param name="Version">Of this format; see <see cref="Current"/>.</param>
/// <param name="Service">Its name: the file's own may be shortened.</param>
/// <param name="Boot">The boot that the times count from.</param>
/// <param name="Saved">When, on both clocks.</param>
/// <param name="State">The state.</param>
/// <param name="Counters">The last counter readings, by check.</param>
internal sealed record StateFile(
    int Version, string Service, string Boot, Moment Saved, ServiceState State, IReadOnlyDictionary<string, CounterMemory> Counters)
{
    /// <summary>Raised when a new member of the state is neither nullable nor filled in by <see cref="Whole"/>.</summary>
    public const int Current = 1;

    /// <summary>Larger files are not ours. A state is a few KiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Fills in what an older version of the program had not written.</summary>
    public StateFile Whole() => this with
    {
        State = State with
        {
            Instance = State.Instance ?? "",
            NotActingCode = State.NotActingCode ?? "",
            ToldEnd = State.ToldEnd ?? "",
            Checks = State.Checks.IsDefault ? [] : State.Checks,
            Ledger = State.Ledger.IsDefault ? [] : State.Ledger,
            Ineffective = State.Ineffective.IsDefault ? [] : State.Ineffective,
            Dependencies = State.Dependencies.IsDefault ? [] : State.Dependencies,
            Alerted = State.Alerted.IsDefault ? [] : State.Alerted,
            Pauses = State.Pauses.IsDefault ? [] : State.Pauses,
        },
        Counters = Counters ?? new Dictionary<string, CounterMemory>(),
    };

    /// <summary>
    /// The state with its times on this boot's clock. On another boot the time between is what the wall clock says; one that went back counts as
    /// none, and <paramref name="problem"/> says so.
    /// </summary>
    public ServiceState OnBoot(string boot, Moment now, out string? problem)
    {
        problem = null;
        if (boot.Length > 0 && boot == Boot) return State;

        var away = now.Utc - Saved.Utc;
        if (away < TimeSpan.Zero)
        {
            problem = $"the clock is {-away:d\\.hh\\:mm\\:ss} behind the time at which {Service} was saved before the reboot; "
                + "its windows go on from there";
            away = TimeSpan.Zero;
        }

        return State.Rebase(now.Uptime - Saved.Uptime - away);
    }
}

/// <summary>Read first: what else stands in the file depends on it.</summary>
internal sealed record StateFileHead(int Version, string? Service);
