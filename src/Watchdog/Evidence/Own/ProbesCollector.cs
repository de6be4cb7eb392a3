using System.Collections.Immutable;
using Watchdog.Supervision;

namespace Watchdog.Evidence.Own;

/// <summary>The last looks that failed, as they went: what was asked, what came, and when.</summary>
internal sealed class ProbesCollector(ImmutableArray<CheckSlot> slots) : ICollector
{
    private const string File = "probes.txt";

    public string Name => "probes";

    public bool Freezes => false;

    public Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        var failed = 0;
        foreach (var slot in slots)
        {
            var (text, looks) = slot.Transcripts.Write(slot.Policy.Name, new LineRedactor(subject.Service.Secrets).Hide);
            files.Append(File, text);
            failed += looks;
        }

        return Task.FromResult(failed == 0
            ? new Collected("no look has failed of late")
            : new Collected($"{failed} failed looks of {slots.Length} checks"));
    }
}
