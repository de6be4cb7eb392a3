namespace Watchdog.Doctoring;

/// <summary>Something that is wrong, and what mends it.</summary>
/// <param name="Service">Whose, by its name in the configuration; null for the machine, the configuration or ourselves.</param>
/// <param name="Code">Lower-case words with hyphens, never changed once released.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Sentence">What is wrong, without the code. Never holds a secret.</param>
/// <param name="Remedy">The one command or edit that mends it.</param>
internal sealed record Finding(string? Service, string Code, FindingSeverity Severity, string Sentence, string Remedy)
{
    /// <summary>More to copy, in several lines (a polkit rule); null for none.</summary>
    public string? Detail { get; init; }

    public static Finding CannotKnow(string code, string sentence, string remedy) => new(null, code, FindingSeverity.CannotKnow, sentence, remedy);

    public static Finding Warning(string code, string sentence, string remedy) => new(null, code, FindingSeverity.Warning, sentence, remedy);

    public static Finding Broken(string code, string sentence, string remedy) => new(null, code, FindingSeverity.Broken, sentence, remedy);
}
