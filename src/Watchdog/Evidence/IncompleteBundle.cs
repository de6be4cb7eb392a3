namespace Watchdog.Evidence;

/// <summary>What is told of a bundle without an index, in its place: it is being taken, or the watchdog ended while it was.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Service">Whose it is; null where not even that had been written.</param>
/// <param name="At">When it was last written to.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record IncompleteBundle(string Id, string? Service, DateTimeOffset At, string Folder)
{
    /// <summary>No index has this member.</summary>
    public bool Incomplete { get; } = true;

    public static IncompleteBundle Of(StoredBundle bundle) => new(bundle.Id, ServiceOf(Path.Combine(bundle.Folder, BundleStore.Unfinished)), bundle.At, bundle.Folder);

    private static string? ServiceOf(string about)
    {
        try
        {
            return File.Exists(about) && File.ReadLines(about).FirstOrDefault() is { } title ? SummaryText.ServiceIn(title) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;        // finished just now, or swept
        }
    }
}
