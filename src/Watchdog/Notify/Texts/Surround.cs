namespace Watchdog.Notify.Texts;

/// <summary>What messages say of the place they come from.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="Evidence">The folder that holds the evidence bundles.</param>
/// <param name="Program">What a person types to ask this daemon: <c>sudo watchdog</c>.</param>
internal sealed record Surround(string Host, string Evidence, string Program);
