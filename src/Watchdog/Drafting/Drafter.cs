using System.Collections.Immutable;

namespace Watchdog.Drafting;

/// <summary>From the machine to the services of a draft.</summary>
/// <param name="sources">Asked in this order.</param>
/// <param name="asker">Asks over the loopback.</param>
/// <param name="time">For waits and measures.</param>
internal sealed class Drafter(IReadOnlyList<IServiceSource> sources, IAsker asker, TimeProvider time)
{
    /// <param name="open">Everything that listens.</param>
    /// <param name="only">The one service that is asked for, or null.</param>
    /// <param name="measure">How long memory and answers are measured; zero for not at all.</param>
    /// <param name="context">Of the machine.</param>
    /// <param name="progress">Told what is under way.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    public async Task<DraftedServices> RunAsync(
        ImmutableArray<OpenPort> open, string? only, TimeSpan measure, DraftContext context, Action<string> progress, CancellationToken cancel)
    {
        progress("looking for services");
        var found = await FindAsync(open, only, cancel).ConfigureAwait(false);
        var interviewer = new Interviewer(asker);
        IReadOnlyList<Candidate> candidates = [];
        foreach (var service in found.Services)
        {
            progress($"asking {Quoted.Line(service.Unit)}");
            candidates = [.. candidates, new Candidate(service, await interviewer.AskAsync(service, cancel).ConfigureAwait(false), new Measured())];
        }

        progress("looking for counters");
        candidates = await new CounterHunt(interviewer, time).RunAsync(candidates, cancel).ConfigureAwait(false);
        candidates = await new Measurement(interviewer, time).RunAsync(
            candidates, measure, over => progress($"measuring: {Core.Words.Span(over)} of {Core.Words.Span(measure)}"), cancel).ConfigureAwait(false);
        return new DraftedServices(InstanceGroups.Of(candidates, context), found.LeftOut, found.Names, found.Unasked);
    }

    /// <summary>One that is asked for is the first source's that has it, and what the others say of that name is of no interest.</summary>
    private async Task<SourceLook> FindAsync(ImmutableArray<OpenPort> open, string? only, CancellationToken cancel)
    {
        var look = new SourceLook([], [], open);
        foreach (var source in sources)
        {
            var next = await source.FindAsync(look.Unclaimed, only, cancel).ConfigureAwait(false);
            if (only is not null && !next.Services.IsEmpty) return next;
            look = new SourceLook(look.Services.AddRange(next.Services), look.LeftOut.AddRange(next.LeftOut), next.Unclaimed)
            {
                Names = look.Names.AddRange(next.Names),
                Unasked = look.Unasked.AddRange(next.Unasked),
            };
        }

        return only is null ? look with { LeftOut = look.LeftOut.AddRange(Nobodys(look.Unclaimed)) } : look;
    }

    private static IEnumerable<LeftOut> Nobodys(ImmutableArray<OpenPort> ports) => ports.GroupBy(port => port.Pid).Select(group => group.Key > 0
        ? LeftOut.Of($"process {group.Key}", group, "no manager that we may ask has it, so nobody could restart it: make a service of it, or draft it as its user")
        : LeftOut.Of("a process that we may not see", group, "run this with sudo to see whose it is"));
}

/// <summary>What came of it.</summary>
/// <param name="Services">To be written.</param>
/// <param name="LeftOut">What is not.</param>
/// <param name="Names">Names that could have been meant, where one was asked for that is not there.</param>
/// <param name="Unasked">Managers that could not be asked for it.</param>
internal sealed record DraftedServices(
    IReadOnlyList<NamedService> Services, ImmutableArray<LeftOut> LeftOut, ImmutableArray<string> Names, ImmutableArray<LeftOut> Unasked);
