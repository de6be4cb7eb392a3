namespace Watchdog.Core;

/// <summary>Why something is so: a stable code for scripts and a sentence for people.</summary>
/// <param name="Code">Lower-case words with hyphens, never changed once released: <c>timeout-first-byte</c>.</param>
/// <param name="Sentence">Plain words without the code: <c>no answer in 10 s; connected in 0.1 ms</c>.</param>
public readonly record struct Reason(string Code, string Sentence)
{
    /// <summary>Empty for the default value: no reason.</summary>
    public override string ToString() => string.IsNullOrEmpty(Sentence) ? Code ?? "" : $"{Code}: {Sentence}";
}
