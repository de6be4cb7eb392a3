using System.CommandLine;

namespace Watchdog.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">One sentence, also for the list of commands.</param>
/// <param name="details">What only the command's own help says, or null.</param>
/// <param name="examples">Lines that can be typed as they stand.</param>
internal sealed class ExampleCommand(string name, string description, string? details, params string[] examples)
    : Command(name, description)
{
    public string? Details { get; } = details;

    public IReadOnlyList<string> Examples { get; } = examples;
}
