namespace Watchdog.Web;

/// <summary>Evidence that was taken on demand.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Folder">Where it lies.</param>
internal sealed record BundleTaken(string Id, string Folder);
