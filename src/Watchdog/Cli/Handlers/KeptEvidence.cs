using System.Text.Json;
using Watchdog.Evidence;
using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>Shows the evidence that is kept.</summary>
internal static class KeptEvidence
{
    private const string Latest = "latest";

    public static int List(Directories directories, string? service, bool json)
    {
        var kept = new BundleStore(directories.Evidence).List()
            .Select(bundle => (Bundle: bundle, Index: BundleStore.Read(bundle.Folder)))
            .Where(one => service is null || (one.Index is { } index && Config.ServiceNames.IsMeant(index.Service, service))).ToArray();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize([.. kept.Select(one => one.Index).OfType<BundleIndex>()], BundleJson.Default.BundleIndexArray));
            return ExitCode.Fine;
        }

        if (kept.Length == 0) Console.Error.WriteLine(service is null ? "watchdog: no evidence is kept; `watchdog evidence SERVICE` takes some" : $"watchdog: no evidence of '{service}' is kept; `watchdog evidence {service}` takes some");
        foreach (var (bundle, index) in kept) Console.Out.WriteLine(Line(bundle, index));
        return ExitCode.Fine;
    }

    public static int Open(Directories directories, string id, bool json)
    {
        var store = new BundleStore(directories.Evidence);
        var found = Find(store, id, out var problem);
        if (found is null) return Complaint.Say("evidence", ExitCode.Failed, problem!);

        if (json)
        {
            if (BundleStore.Read(found.Folder) is not { } index) return Complaint.Say("evidence", ExitCode.Failed, $"{found.Id} is incomplete: it has no index; its files are in {found.Folder}");

            Console.Out.WriteLine(JsonSerializer.Serialize(index, BundleJson.Default.BundleIndex));
            return ExitCode.Fine;
        }

        Console.Out.WriteLine((SummaryOf(found.Folder) ?? "This bundle is incomplete, and has nothing to read first.").TrimEnd());
        Console.Out.WriteLine($"\n{found.Folder}");
        return ExitCode.Fine;
    }

    /// <summary>What is to be read first of a bundle: its summary; of an incomplete one what was known at its beginning. Null for neither.</summary>
    public static string? SummaryOf(string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)[BundleStore.Summary, BundleStore.Unfinished])
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file)) return File.ReadAllText(file);
        }

        return null;
    }

    private static StoredBundle? Find(BundleStore store, string id, out string? problem)
    {
        problem = null;
        var all = store.List();
        if (id == Latest && all.Count > 0) return all[0];
        if (all.FirstOrDefault(one => one.Id == id) is { } exact) return exact;

        var meant = all.Where(one => one.Id.StartsWith(id, StringComparison.Ordinal)).ToArray();
        if (meant.Length == 1) return meant[0];

        problem = meant.Length == 0
            ? $"no bundle is called '{id}'; `watchdog evidence --list` has those that are kept"
            : $"'{id}' begins the names of {meant.Length} bundles: {string.Join(", ", meant.Take(5).Select(one => one.Id))}{(meant.Length > 5 ? ", …" : "")}; write more of it";
        return null;
    }

    private static string Line(StoredBundle bundle, BundleIndex? index) => index is null
        ? $"{bundle.Id}  {EntryText.Time(bundle.At)}  incomplete"
        : $"{bundle.Id}  {EntryText.Time(index.At)}  {index.Service}  {Word(index)}  {index.Reason}";

    private static string Word(BundleIndex index) => index switch
    {
        { CalledOff: true } => "called off",
        { Purpose: Purpose.Demand } => "on demand",
        { Purpose: Purpose.Start } => "before a start",
        { Purpose: Purpose.Check } => "check",
        _ => "before a restart",
    };
}
