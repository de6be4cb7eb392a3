using System.Net;

namespace Watchdog.Drafting;

/// <summary>Asks one question of one place, once.</summary>
internal interface IAsker
{
    /// <summary>Whether whoever listens there speaks first, as mail servers and databases do, and HTTP never. Takes a third of a second where nothing comes.</summary>
    Task<bool> SpeaksFirstAsync(IPEndPoint place, CancellationToken cancel);

    /// <summary>A GET over a connection of its own, with 2 s for all of it. Throws for nothing but <paramref name="cancel"/>.</summary>
    Task<Asked> GetAsync(Origin origin, string path, CancellationToken cancel);
}
