using System.Collections.Immutable;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Runit;
using Watchdog.Managers.S6;

namespace Watchdog.Drafting;

/// <summary>
/// The services of runit and s6 that listen: each has a supervisor of its own as its ancestor. They are none of the unit's in which that runs: its restart would
/// restart all of them.
/// </summary>
/// <param name="lineage">Of the processes of this machine.</param>
/// <param name="folderOf">The service directory of a supervisor, by its process; null where it is not to be seen.</param>
/// <param name="time">For deadlines.</param>
internal sealed class FolderSource(Func<CancellationToken, Task<Lineage>> lineage, Func<int, string?> folderOf, TimeProvider time) : IServiceSource
{
    private const string Runit = "runsv", S6 = "s6-supervise";

    public async Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel)
    {
        var family = await lineage(cancel).ConfigureAwait(false);
        var kept = ports.ToLookup(port => SupervisorOf(port, family));
        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        var unclaimed = kept[null].ToList();
        foreach (var group in kept.Where(group => group.Key is not null))
        {
            var (pid, program) = group.Key!.Value;
            if (folderOf(pid) is not { } folder)
            {
                // A container's, or another user's: whose unit that is, the others know.
                unclaimed.AddRange(group);
                continue;
            }

            var name = Path.GetFileName(folder);
            if (only is not null && !FileSystemName.MatchesSimpleExpression(only, name, ignoreCase: false) && only != folder) unclaimed.AddRange(group);
            else if (only is null && NotWatched.Why($"{name}.service") is { } why) left.Add(LeftOut.Of(folder, group, why));
            else services.Add(Found(program, folder, name, group, family));
        }

        return new SourceLook([.. services.OrderBy(service => service.Unit, StringComparer.Ordinal)], left.ToImmutable(), [.. unclaimed]);
    }

    /// <summary>The nearest: a service of s6 may be a supervision tree itself.</summary>
    private static (int Pid, string Program)? SupervisorOf(OpenPort port, Lineage family)
    {
        foreach (var (pid, name) in family.Of(port.Pid))
        {
            if (name is Runit or S6) return (pid, name);
        }

        return null;
    }

    private FoundService Found(string program, string folder, string name, IEnumerable<OpenPort> ports, Lineage family)
    {
        var all = ports.ToImmutableArray();
        IDriver driver = program == Runit ? new RunitDriver(new RunitConfig(folder), time) : new S6Driver(new S6Config(folder), time);
        var unit = new DrivenUnit(driver, time, NullLogger.Instance);
        var key = program == Runit ? "runit" : "s6";
        return new FoundService
        {
            Unit = name,
            Manager = new ManagerPart(key, $"{{ \"service\": {Quoted.Json(folder)} }}", $"The service that is restarted, of {key}: as the owner of its supervise folder, mostly root."),
            Ports = all,
            Program = family.NameOf(all[0].Pid),
            ReadMemory = stop => unit.ReadMemoryAsync(MemorySource.WorkingSet, stop),
        };
    }
}
