using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Doctoring.Checks;

/// <summary>All that is judged of the machine and of ourselves.</summary>
internal static class MachineChecks
{
    /// <summary>What states and a day's journal of a busy service take, several times over.</summary>
    private const long EnoughSpace = 64L << 20;

    /// <summary>Below this not even the ledger can be replaced.</summary>
    private const long NoSpace = 1L << 20;

    /// <summary>Runtime, journal, bus, control socket; and for each service what its checks and a diagnosis hold at worst.</summary>
    private const int OwnDescriptors = 128, DescriptorsOfService = 4, DescriptorsOfCheck = 2;

    /// <summary>Clocks are set back by leap seconds and by a step or two of NTP.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(2);

    public static ImmutableArray<Func<HostFacts, IEnumerable<Finding>>> All { get; } = [Clock, Saved, Folders, Descriptors, Pressure, Sockets, Linger, Notifiers];

    /// <param name="facts">Null where they could not be had in time.</param>
    public static IEnumerable<Finding> Judge(HostFacts? facts) => facts is not null
        ? All.SelectMany(check => check(facts))
        : [Finding.Broken("folder-hangs", "looking at our state and runtime folders does not come back: the disk that they are on hangs", "set STATE_DIRECTORY to a folder on a disk of this machine")];

    internal static IEnumerable<Finding> Clock(HostFacts facts)
    {
        if (facts.IsClockFree == true)
            yield return Finding.Warning("clock-free", "nothing keeps the machine's clock right: maintenance windows, reports and times in messages drift with it", "sudo timedatectl set-ntp true (or install chrony)");
    }

    internal static IEnumerable<Finding> Saved(HostFacts facts)
    {
        if (facts.NewestSaved is not { } newest || newest - facts.Now < s_step) yield break;

        yield return Finding.Warning(
            "clock-behind", string.Create(CultureInfo.InvariantCulture, $"the clock is {Words.Span(newest - facts.Now)} behind what was saved last ({newest.UtcDateTime:yyyy-MM-dd HH:mm} UTC): it was wrong then, or is now"), "timedatectl; then sudo timedatectl set-ntp true");
    }

    internal static IEnumerable<Finding> Folders(HostFacts facts)
    {
        var who = facts.Operator;
        foreach (var folder in facts.Folders.DistinctBy(folder => folder.Path))
        {
            if (folder.IsReadOnly)
                yield return Finding.Broken("folder-read-only", $"{folder.Path} is on a file system that takes no writes: no restart can be put on record", "set STATE_DIRECTORY and RUNTIME_DIRECTORY to folders of ours");
            else if (folder.IsThere && who is not null && folder.Owner is { } owner && owner != who.Uid)
                yield return Finding.Broken("folder-not-ours", $"{folder.Path} belongs to user {owner}, and the watchdog runs as {who.Name}", $"sudo chown -R {who.Name}: {folder.Path}");
            else if (!folder.IsThere && facts.IsOperatorUs && !folder.WeMayWrite)
                yield return Finding.Broken("folder-cannot-be-made", $"the watchdog's folders cannot be made in {folder.Path} by user {who!.Name}", "set STATE_DIRECTORY and RUNTIME_DIRECTORY to folders of ours, or run it as another user");
            else if (folder is { IsThere: true, OthersMayWrite: true })
                yield return Finding.Broken("folder-writable-by-others", $"{folder.Path} can be written by others, so the watchdog does not use it", $"chmod go-w {folder.Path}");
            if (folder.Free is < NoSpace and var none)
                yield return Finding.Broken("disk-full", $"{folder.Path} has {Words.Size(none)} left: no restart can be put on record", $"make room: du -xh {folder.Path} | sort -h");
            else if (folder.Free is < EnoughSpace and var little)
                yield return Finding.Warning("disk-short", $"{folder.Path} has {Words.Size(little)} left; {Words.Size(EnoughSpace)} are no luxury for states and journal", $"make room: du -xh {folder.Path} | sort -h");
        }
    }

    internal static IEnumerable<Finding> Descriptors(HostFacts facts)
    {
        var needed = OwnDescriptors + (facts.Services * DescriptorsOfService) + (facts.Checks * DescriptorsOfCheck);
        if (facts.DescriptorLimit is { } limit && limit < needed)
            yield return Finding.Warning("few-descriptors", $"{limit} files may be open at once, and {facts.Services} services may need {needed} in bad times", $"sudo systemctl edit service-watchdog, and there: [Service] LimitNOFILE={Math.Max(needed, Kernel.OpenFiles.Least)}");
    }

    internal static IEnumerable<Finding> Pressure(HostFacts facts)
    {
        if (facts is { IsLinux: true, HasPressure: false })
            yield return Finding.CannotKnow("no-pressure", "the kernel does not tell pressure (PSI): what presses on a busy machine stays unsaid in messages; nothing is decided by it", "boot with psi=1");
    }

    internal static IEnumerable<Finding> Sockets(HostFacts facts)
    {
        if (!facts.IsLinux) yield return Finding.CannotKnow("not-on-linux", "whose listeners these are and who waits for them only Linux tells: the thresholds decide here", "nothing; it is so");
        else if (facts.SocketsUnseen.Length > 0) yield return Finding.CannotKnow("sockets-unseen", facts.SocketsUnseen, "allow AF_NETLINK in RestrictAddressFamilies= of the watchdog");
    }

    internal static IEnumerable<Finding> Linger(HostFacts facts)
    {
        if (facts.Lingers == false)
            yield return Finding.Warning("no-linger", $"the services of user {facts.UserName} end when the last session does, and the watchdog with them", $"loginctl enable-linger {facts.UserName}");
    }

    internal static IEnumerable<Finding> Notifiers(HostFacts facts)
    {
        foreach (var notifier in facts.Notifiers)
        {
            if (notifier.FailingSince is { } since)
                yield return Finding.Broken("notifier-failing", $"nothing gets through to {notifier.Name} since {Words.Time(since)}, and {notifier.Backlog()}: {notifier.Problem}", $"watchdog notify --test {notifier.Name}");
        }
    }
}
