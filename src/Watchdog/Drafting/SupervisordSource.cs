using System.Collections.Immutable;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Config.Format;
using Watchdog.Core;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Drafting;

/// <summary>
/// The programs of the supervisords of this machine. Whatever belongs to a supervisord is none of the unit's in which that runs: its restart would restart
/// all programs. So what cannot be drafted is left out here.
/// </summary>
/// <param name="servers">Where one may be asked.</param>
/// <param name="lineage">Of the processes of this machine.</param>
/// <param name="members">The processes of a control group.</param>
/// <param name="time">For deadlines.</param>
internal sealed class SupervisordSource(
    IReadOnlyList<string> servers, Func<CancellationToken, Task<Lineage>> lineage, Func<string, ImmutableArray<int>> members, TimeProvider time) : IServiceSource, IDisposable
{
    private const string Supervisord = "supervisord";
    private const string Elsewhere = $"their supervisord listens at none of the usual places: put {SupervisordPlaces.Variable}=unix:///PATH before `watchdog init`";

    private readonly List<SupervisordClient> _clients = [];

    public async Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel)
    {
        var family = await lineage(cancel).ConfigureAwait(false);
        var programs = new Dictionary<int, Program>();
        var idle = new List<Program>();
        var unasked = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var server in servers)
        {
            var (listed, why) = await AskAsync(server, cancel).ConfigureAwait(false);
            if (why.Length > 0) unasked.Add(LeftOut.Of($"supervisord ({server})", [], why));
            foreach (var program in listed)
            {
                // A socket may have two names; its programs have one process each.
                if (program.Listed.Info.Pid == 0) idle.Add(program);
                else programs.TryAdd(program.Listed.Info.Pid, program);
            }
        }

        var owned = ports.ToLookup(port => OwnerOf(port, programs, family));
        return only is null
            ? All(programs.Values, owned, family, unasked.ToImmutable())
            : Named(only, [.. programs.Values, .. idle], owned, family) with { Unasked = unasked.ToImmutable() };
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private SourceLook All(IEnumerable<Program> programs, ILookup<Program?, OpenPort> owned, Lineage family, ImmutableArray<LeftOut> unasked)
    {
        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var program in programs.Where(owned.Contains).OrderBy(program => program.Listed.Name, StringComparer.Ordinal))
        {
            if (WhyNot(program) is { } why) left.Add(LeftOut.Of(program.Listed.Name, owned[program], why));
            else services.Add(Found(program, owned[program], family));
        }

        var kinds = owned[null].ToLookup(port => KindOf(port, family));
        var because = unasked.IsEmpty ? Elsewhere : unasked[0].Why;
        if (kinds[Kind.Itself].Any()) left.Add(LeftOut.Of(Supervisord, kinds[Kind.Itself], "it is supervisord itself that listens there"));
        if (kinds[Kind.Program].Any()) left.Add(LeftOut.Of("programs of supervisord", kinds[Kind.Program], because));
        if (kinds[Kind.Unit].Any()) left.Add(LeftOut.Of("processes in the unit of a supervisord", kinds[Kind.Unit], "none of its programs holds them, and a restart of the unit would restart all programs"));
        return new SourceLook(services.ToImmutable(), left.ToImmutable(), [.. kinds[Kind.Others]]);
    }

    /// <summary>Also one that listens nowhere.</summary>
    private SourceLook Named(string only, IReadOnlyList<Program> programs, ILookup<Program?, OpenPort> owned, Lineage family)
    {
        var meant = programs.Where(program => IsMeant(only, program.Listed.Name)).ToArray();
        var services = ImmutableArray.CreateBuilder<FoundService>();
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        foreach (var program in meant)
        {
            var why = program.Listed.Info.Pid == 0 ? $"it does not run: supervisord says {Words.Line(program.Listed.Info.State)}" : WhyNoName(program);
            if (why is not null) left.Add(LeftOut.Of(program.Listed.Name, [], why));
            else services.Add(Found(program, owned[program], family));
        }

        var rest = owned.Where(group => group.Key is not { } owner || !meant.Contains(owner)).SelectMany(group => group);
        return new SourceLook(services.ToImmutable(), left.ToImmutable(), [.. rest]) { Names = [.. programs.Select(program => program.Listed.Name)] };
    }

    /// <summary>With its group or without.</summary>
    private static bool IsMeant(string only, string name) =>
        FileSystemName.MatchesSimpleExpression(only, name, ignoreCase: false) || FileSystemName.MatchesSimpleExpression(only, name.AsSpan(name.IndexOf(':') + 1), ignoreCase: false);

    private static Program? OwnerOf(OpenPort port, Dictionary<int, Program> programs, Lineage family) =>
        family.Of(port.Pid).Select(process => programs.GetValueOrDefault(process.Pid)).FirstOrDefault(program => program is not null);

    private Kind KindOf(OpenPort port, Lineage family)
    {
        var chain = family.Of(port.Pid);
        var at = chain.Select(process => process.Name).ToList().IndexOf(Supervisord);
        if (at >= 0) return at == 0 ? Kind.Itself : Kind.Program;

        // One that has left its family, or whose process we may not see: the unit's other processes tell what the unit is.
        if (port.Cgroup is not { } cgroup || UnitOwner.Of(cgroup) is not { } owner || !owner.Unit.EndsWith(".service", StringComparison.Ordinal)) return Kind.Others;
        if (!members(cgroup).Any(pid => family.NameOf(pid) == Supervisord)) return Kind.Others;
        return port.Pid == 0 ? Kind.Program : Kind.Unit;
    }

    private static string? WhyNot(Program program) => WhyNoName(program) ?? NotWatched.Why($"{program.Listed.Name}.service");

    private static string? WhyNoName(Program program) => Texts.SupervisedProgram(program.Listed.Name);

    private async Task<(ImmutableArray<Program> Programs, string Why)> AskAsync(string server, CancellationToken cancel)
    {
        if (SupervisordPlaces.Path(server) is { } path)
        {
            if (!File.Exists(path)) return ([], "");
            if (SupervisordPlaces.IsForeign(path)) return ([], "its socket is another user's, who could have put it there for us to find: run `watchdog init` as that user");
        }

        var client = new SupervisordClient(new SupervisordConfig("") { Server = server }, time);
        _clients.Add(client);
        var reply = await client.CallAsync("supervisor.getAllProcessInfo", [], Patience.Look, cancel).ConfigureAwait(false);
        if (reply.Failure is { } failure) return ([], failure.Reason.Code == SupervisordClient.Down ? "" : failure.Reason.Sentence);
        if (reply.Fault is { } fault) return ([], $"supervisord says: {Words.Line(fault.Text, 160)}");
        return ListedProgram.All(reply.Value) is { } all
            ? ([.. all.Select(listed => new Program(listed, server, client))], "")
            : ([], "supervisord tells of its programs in a form that is not known");
    }

    private FoundService Found(Program program, IEnumerable<OpenPort> ports, Lineage family)
    {
        var config = new SupervisordConfig(program.Listed.Name) { Server = program.Server };
        var unit = new DrivenUnit(new SupervisordDriver(config, program.Client, time), time, NullLogger.Instance);
        var server = program.Server == SupervisordConfig.DefaultServer ? "" : $", \"server\": {Quoted.Json(program.Server)}";
        return new FoundService
        {
            Unit = program.Listed.Name,
            Manager = new ManagerPart("supervisord", $"{{ \"program\": {Quoted.Json(program.Listed.Name)}{server} }}", "The program that is restarted, of supervisord."),
            Ports = [.. ports],
            Program = family.NameOf(program.Listed.Info.Pid),
            ReadMemory = stop => unit.ReadMemoryAsync(MemorySource.WorkingSet, stop),
        };
    }

    private enum Kind
    {
        Others,

        /// <summary>Its own port, or one that it holds for a program of FastCGI.</summary>
        Itself,

        /// <summary>A program that could not be asked for.</summary>
        Program,

        /// <summary>Something else in its unit.</summary>
        Unit,
    }

    private sealed record Program(ListedProgram Listed, string Server, SupervisordClient Client);
}
