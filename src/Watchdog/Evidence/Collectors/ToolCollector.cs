using System.Collections.Immutable;
using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>What one program of the system says of the service, in <c>NAME.txt</c>.</summary>
/// <param name="name">As the index calls it.</param>
/// <param name="command">Program and arguments for a subject; none where there is nothing to ask.</param>
/// <param name="limits">Of the program.</param>
/// <param name="runner">Runs it.</param>
internal sealed class ToolCollector(string name, Func<Subject, ImmutableArray<string>> command, RunLimits limits, ProcessRunner runner) : ICollector
{
    public string Name => name;

    public bool Freezes => false;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        if (command(subject) is not [var program, .. var arguments]) return new Collected("it has no process") { IsSkipped = true };

        var ended = await runner.RunAsync(program, arguments, limits, cancel).ConfigureAwait(false);
        if (ended.IsMissing) return new Collected($"there is no {program} here") { IsSkipped = true };
        if (ended.Output.Length > 0) files.Append($"{name}.txt", ended.Output.EndsWith('\n') ? ended.Output : ended.Output + "\n");
        var summary = $"{ended.Output.AsSpan().Count('\n')} lines of {program}{(ended.Output.Length >= limits.MaxOutput ? $", the first {limits.MaxOutput >> 10} KiB" : "")}";
        return ended.Succeeded ? new Collected(summary) : new Collected(summary, [$"{program}: {Core.Words.Line(ended.Complaint, 300)}"]);
    }
}
