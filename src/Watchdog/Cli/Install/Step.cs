using Watchdog.Kernel;

namespace Watchdog.Cli.Install;

/// <summary>One step of a plan.</summary>
internal abstract record Step
{
    /// <summary>Nothing to do: the machine is so already.</summary>
    public bool AlreadySo { get; init; }

    /// <summary>What it does, as an order: <c>write /etc/…</c>.</summary>
    public abstract string What { get; }
}

/// <summary>Writes a file, replacing it atomically; its folders are made where they are missing.</summary>
internal sealed record WriteFile(string Path, string Text) : Step
{
    public override string What => $"write {Path}";
}

/// <summary>Copies a program, replacing it atomically: the old one may be running.</summary>
internal sealed record CopyProgram(string From, string To) : Step
{
    public override string What => $"copy {From} to {To}";
}

internal sealed record RemoveFile(string Path) : Step
{
    public override string What => $"remove {Path}";
}

/// <summary>Runs a program.</summary>
internal sealed record Execute(string Program, IReadOnlyList<string> Arguments, TimeSpan Deadline) : Step
{
    /// <summary>Exit codes that are as good as 0.</summary>
    public IReadOnlyList<int> AlsoFine { get; init; } = [];

    /// <summary>Exit codes that another try may mend, within <see cref="Patience"/>.</summary>
    public IReadOnlyList<int> TryAgainOn { get; init; } = [];

    public TimeSpan Patience { get; init; }

    /// <summary>What a failure means and what to do about it; null: what the program says.</summary>
    public Func<ProcessResult, string>? Explain { get; init; }

    public override string What => $"run {Program} {string.Join(' ', Arguments.Where(a => a != "--no-ask-password"))}";
}

/// <summary>Something that stays so on purpose.</summary>
internal sealed record Leave(string Text) : Step
{
    public override string What => Text;
}

/// <summary>Something that the user should know or do.</summary>
internal sealed record Note(string Text) : Step
{
    public override string What => Text;
}
