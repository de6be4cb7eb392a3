using System.Collections.Immutable;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Systemd;

namespace Watchdog.Drafting;

/// <summary>The units of the system's manager and of our own user's.</summary>
/// <param name="ourUser">Whose scope user is ours.</param>
/// <param name="time">For deadlines.</param>
internal sealed class SystemdSource(uint ourUser, TimeProvider time) : IServiceSource, IDisposable
{
    private const string NeedsRoot = "The unit that is restarted, of the system's systemd: that takes a daemon of root's, or a polkit rule for you.";

    private static readonly string[] s_running = ["active", "reloading", "activating"];

    private readonly Dictionary<SystemdScope, SystemdManager> _managers = [];

    public async Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel)
    {
        var owned = ports.ToLookup(port => port.Cgroup is { } cgroup ? UnitOwner.Of(cgroup) : null);
        var owners = owned.Select(group => group.Key).OfType<UnitOwner>().OrderBy(owner => owner.Unit, StringComparer.Ordinal).ToList();
        var names = ImmutableArray<string>.Empty;
        var unasked = ImmutableArray<LeftOut>.Empty;
        if (only is not null) (owners, names, unasked) = await ResolveAsync(only, owners, cancel).ConfigureAwait(false);

        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        var roots = only is null && ourUser != 0 ? owners.Where(owner => owner.User is null && NotWatched.Why(owner.Unit) is null).ToList() : [];
        if (roots.Count > 0) left.Add(Roots(roots));
        foreach (var owner in owners.Except(roots))
        {
            var open = owned[owner].ToImmutableArray();
            var (service, why) = WhyNot(owner, only is not null) is { } reason ? (null, reason) : await LookAsync(owner, open, cancel).ConfigureAwait(false);
            if (service is not null) services.Add(service);
            else left.Add(LeftOut.Of(owner.Unit, open, why));
        }

        return new SourceLook(services.ToImmutable(), left.ToImmutable(), [.. owned[null]]) { Names = names, Unasked = unasked };
    }

    public void Dispose()
    {
        foreach (var manager in _managers.Values) manager.Dispose();
    }

    private string? WhyNot(UnitOwner owner, bool isNamed)
    {
        if (owner.User is { } user && user != ourUser) return $"it belongs to the systemd of user {user}, whom nobody else can ask: run `watchdog init` as that user";
        return !isNamed || !owner.Unit.EndsWith(".service", StringComparison.Ordinal) ? NotWatched.Why(owner.Unit) : null;
    }

    /// <summary>A server has dozens: a line for all of them.</summary>
    private static LeftOut Roots(List<UnitOwner> owners)
    {
        const int Most = 6;
        return new LeftOut(Words.Some([.. owners.Select(owner => Quoted.Line(owner.Unit))], Most), "of the system's systemd, which lets only root restart them: `sudo watchdog init` drafts them, or `watchdog init --unit NAME` one here");
    }

    private async Task<(FoundService? Service, string Why)> LookAsync(UnitOwner owner, ImmutableArray<OpenPort> ports, CancellationToken cancel)
    {
        var scope = owner.User is null ? SystemdScope.System : SystemdScope.User;
        var unit = Manager(scope).Unit(owner.Unit);
        var look = await unit.LookAsync(cancel).ConfigureAwait(false);
        if (look.Status is not { } status) return (null, $"its systemd cannot be asked: {Quoted.Line(look.Unseen.Sentence, 200)}");
        if (status.State is not (UnitState.Active or UnitState.Reloading or UnitState.Activating)) return (null, "its unit does not run (any more)");

        return (new FoundService
        {
            Unit = owner.Unit,
            Manager = scope == SystemdScope.System && ourUser != 0 ? Part(owner.Unit, scope) with { Comment = NeedsRoot } : Part(owner.Unit, scope),
            Ports = ports,
            Program = status.MainPid > 0 ? ProcStat.Read(status.MainPid)?.Name ?? "" : "",
            Instance = await InstanceAsync(owner.Unit, scope, cancel).ConfigureAwait(false),
            ReadMemory = stop => unit.ReadMemoryAsync(MemorySource.WorkingSet, stop),
        }, "");
    }

    private async Task<Instance?> InstanceAsync(string unit, SystemdScope scope, CancellationToken cancel)
    {
        var at = unit.IndexOf('@');
        if (at < 0) return null;
        var glob = $"{unit[..at]}@*.service";
        var running = await UnitList.AskAsync(Manager(scope), s_running, glob, cancel).ConfigureAwait(false);
        if (running.Error is not null) return null;

        var all = Part(glob, scope) with { Comment = "Each unit that matches is a service of its own; %i below is what stands behind its @." };
        return new Instance(unit[(at + 1)..^".service".Length], $"{unit[..at]}@ {scope}", all, running.Value.Length);
    }

    /// <summary>Who is meant: a unit, an alias of one, all instances of a template; of our own systemd before the system's.</summary>
    private async Task<(List<UnitOwner> Owners, ImmutableArray<string> Names, ImmutableArray<LeftOut> Unasked)> ResolveAsync(string only, List<UnitOwner> listening, CancellationToken cancel)
    {
        var name = Texts.CompleteUnit(only);
        var names = new List<string>();
        var unasked = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var scope in ourUser == 0 ? [SystemdScope.System, SystemdScope.User] : new[] { SystemdScope.User, SystemdScope.System })
        {
            uint? user = scope == SystemdScope.User ? ourUser : null;
            var running = await UnitList.AskAsync(Manager(scope), s_running, "*.service", cancel).ConfigureAwait(false);
            if (running.Error is { } error)
            {
                // Root has mostly none of its own, and a Mac none at all.
                if (error != BusError.NoLibsystemd && !(scope == SystemdScope.User && ourUser == 0))
                    unasked.Add(LeftOut.Of(scope == SystemdScope.User ? "your own systemd" : "the system's systemd", [], Quoted.Line(error.Message, 200)));
                continue;
            }

            var glob = name.Replace("\\", "\\\\", StringComparison.Ordinal);
            var units = running.Value.Where(unit => FileSystemName.MatchesSimpleExpression(glob, unit, ignoreCase: false)).ToList();
            if (units.Count == 0 && await MainNameAsync(name, scope, cancel).ConfigureAwait(false) is { } main) units.Add(main);
            if (units.Count > 0) return ([.. units.Select(unit => new UnitOwner(unit, user))], [], []);
            names.AddRange(running.Value.Select(unit => unit[..^".service".Length]));
        }

        return ([.. listening.Where(owner => owner.Unit == name)], [.. names], unasked.ToImmutable());
    }

    /// <summary>An alias leads to a unit with a control group of the unit's own name.</summary>
    private async Task<string?> MainNameAsync(string name, SystemdScope scope, CancellationToken cancel)
    {
        if (Texts.Unit(name) is not null || name.AsSpan().IndexOfAny('*', '?', '[') >= 0) return null;
        var look = await Manager(scope).Unit(name).LookAsync(cancel).ConfigureAwait(false);
        return look.Status is { State: UnitState.Active, ControlGroup: { Length: > 0 } group } && UnitOwner.Of(group) is { } owner ? owner.Unit : null;
    }

    private SystemdManager Manager(SystemdScope scope)
    {
        // What goes wrong with the bus is in the answers; here nobody reads a log.
        if (!_managers.TryGetValue(scope, out var manager)) _managers[scope] = manager = new SystemdManager(scope, time, NullLogger.Instance);
        return manager;
    }

    private static ManagerPart Part(string unit, SystemdScope scope) => scope == SystemdScope.System
        ? new ManagerPart("systemd", $"{{ \"unit\": {Quoted.Json(unit)} }}", "The unit that is restarted, of the system's systemd.")
        : new ManagerPart("systemd", $"{{ \"unit\": {Quoted.Json(unit)}, \"scope\": \"user\" }}", "The unit that is restarted, of your own systemd.");
}
