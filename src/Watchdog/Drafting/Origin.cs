using System.Net;

namespace Watchdog.Drafting;

/// <summary>A place that speaks HTTP.</summary>
/// <param name="Place">On the loopback.</param>
/// <param name="IsTls">Over TLS.</param>
internal sealed record Origin(IPEndPoint Place, bool IsTls)
{
    /// <summary>What is wrong with its certificate for the address that is asked; null when nothing is.</summary>
    public string? Objection { get; init; }

    public string Text => $"{(IsTls ? "https" : "http")}://{Place}";

    public Uri Url(string path) => new(Text + path);
}
