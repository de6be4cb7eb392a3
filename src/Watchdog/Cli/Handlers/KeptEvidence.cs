using System.Text.Json;
using Watchdog.Config;
using Watchdog.Evidence;
using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>Shows the evidence that is kept.</summary>
internal static class KeptEvidence
{
    private const string Latest = "latest";

    /// <param name="directories">Where it is kept.</param>
    /// <param name="service">Whose, or null for all.</param>
    /// <param name="named">The file of <c>--config</c>, or null.</param>
    /// <param name="json">For a program.</param>
    public static int List(Directories directories, string? service, string? named, bool json)
    {
        var kept = new BundleStore(directories.Evidence).List().Select(Listed.Of)
            .Where(one => service is null || (one.Service is { } whose && ServiceNames.IsMeant(whose, service))).ToArray();
        if (kept.Length == 0 && service is not null && Unknown(service, named) is { } code) return code;

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize([.. kept.Select(one => one.Element)], BundleJson.Default.JsonElementArray));
            return ExitCode.Fine;
        }

        if (kept.Length == 0) Console.Error.WriteLine(service is null ? "watchdog: no evidence is kept; `watchdog evidence SERVICE` takes some" : $"watchdog: no evidence of '{service}' is kept; `watchdog evidence {service}` takes some");
        foreach (var one in kept) Console.Out.WriteLine(one.Line);
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

    /// <returns>Null where it is one of the configuration's; else what to end with, and why has been said.</returns>
    private static int? Unknown(string service, string? named)
    {
        if (ConfigFile.Read(named, elsewhere: true) is not { } config) return ExitCode.Unusable;
        if (ServiceNames.Find(config, service) is not null) return null;

        return Complaint.Say("evidence", ExitCode.Failed, $"no evidence of '{service}' is kept, and no service is called so; the configuration has {string.Join(", ", config.Services.Select(one => one.Name))}");
    }

    private static string Word(BundleIndex index) => index switch
    {
        { CalledOff: true } => "called off",
        { Purpose: Purpose.Demand } => "on demand",
        { Purpose: Purpose.Start } => "before a start",
        { Purpose: Purpose.Check } => "check",
        _ => "before a restart",
    };

    /// <param name="Service">Whose; null where that is not known.</param>
    /// <param name="Line">For people.</param>
    /// <param name="Element">For a program.</param>
    private sealed record Listed(string? Service, string Line, JsonElement Element)
    {
        public static Listed Of(StoredBundle bundle)
        {
            if (BundleStore.Read(bundle.Folder) is { } index)
            {
                var line = $"{bundle.Id}  {EntryText.Time(index.At)}  {index.Service}  {Word(index)}  {index.Reason}";
                return new(index.Service, line, JsonSerializer.SerializeToElement(index, BundleJson.Default.BundleIndex));
            }

            var incomplete = IncompleteBundle.Of(bundle);
            var whose = incomplete.Service is { } service ? $"  {service}" : "";
            return new(incomplete.Service, $"{bundle.Id}  {EntryText.Time(incomplete.At)}{whose}  incomplete", JsonSerializer.SerializeToElement(incomplete, BundleJson.Default.IncompleteBundle));
        }
    }
}
