using System.Globalization;
using System.Text;
using Watchdog.Core;
using Watchdog.Managers.Systemd;

namespace Watchdog.Evidence.Collectors;

/// <summary>The unit as its manager tells it, in <c>unit.txt</c>: what the judgement made of it, and of systemd its properties.</summary>
/// <param name="manager">systemd's, where it is systemd's; else null.</param>
/// <param name="unit">Its name there.</param>
internal sealed class UnitCollector(SystemdManager? manager, string unit) : ICollector
{
    private const string File = "unit.txt";

    public string Name => "unit";

    public bool Freezes => false;

    public async Task<Collected> CollectAsync(Subject subject, IBundleFiles files, CancellationToken cancel)
    {
        if (subject.Unit is { } status) files.Append(File, Text(status));
        var told = subject.Unit is { } seen ? $"{Lower(seen.State)}{(seen.SubState.Length > 0 ? $" ({seen.SubState})" : "")}, main process {seen.MainPid}" : "its manager could not be asked";
        if (manager is null) return new Collected(told);

        var reply = await manager.UnitAsync(BusMatches.UnitPath(unit), static message => UnitProperties.Read(message, UnitPropertyText.Names), cancel).ConfigureAwait(false);
        if (reply.Error is { } error) return new Collected(told, [$"systemd does not tell the unit's properties: {error.Message}"]);

        files.Append(File, "\n" + UnitPropertyText.Of(reply.Value!));
        return new Collected($"{told}, result {reply.Value!.Text("Result")}");
    }

    private static string Text(UnitStatus status)
    {
        var text = new StringBuilder();
        Add("state", $"{Lower(status.State)} {status.SubState}".TrimEnd());
        Add("run", status.Instance);
        Add("main process", status.MainPid > 0 ? status.MainPid.ToString(CultureInfo.InvariantCulture) + (status.MainPidIsHearsay ? " (by hearsay)" : "") : "");
        Add("started", status.StartedAt is { } at ? $"{Words.Span(at)} after boot" : "");
        Add("restarted by its manager", Words.Times(status.AutoRestarts));
        Add("last result", status.Result);
        Add("last end", status.LastEnd == LastEnd.None ? "" : Lower(status.LastEnd));
        Add("killed for lack of memory", status.OomKills is { } kills ? Words.Times(kills) : "");
        Add("job", status.Job ?? "");
        Add("at its end", status.EndAction);
        Add("time to stop", status.TimeoutStop is { } stop ? Words.Span(stop) + (status.TimeoutStopIsDefault ? " (nobody chose it)" : "") : "");
        Add("time to start", status.TimeoutStart is { } start ? Words.Span(start) : "");
        Add("control group", status.ControlGroup);
        Add("restarted along", string.Join(' ', status.RestartsAlong));
        return text.ToString();

        void Add(string name, string value)
        {
            if (value.Length > 0) text.Append(name).Append(": ").AppendLine(value);
        }
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
