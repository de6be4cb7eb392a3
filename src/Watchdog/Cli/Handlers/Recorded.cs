using Watchdog.Config;
using Watchdog.Journal;

namespace Watchdog.Cli.Handlers;

/// <summary>Whether there is anything to tell of a service that was asked for by its name.</summary>
internal static class Recorded
{
    /// <summary>Whether the journal has ever had anything of it, or of an instance of that template.</summary>
    public static bool Has(Directories directories, string service) =>
        new JournalReader(directories.Journal).NewestFirst(new JournalQuery()).Any(entry => ServiceNames.IsMeant(entry.Service, service));

    public static string Nothing(string service) => $"the journal has nothing on '{service}'; `watchdog status` lists the services";
}
