namespace Watchdog.Cli.Install;

/// <summary>A plan while it is made: each step is compared with what the machine has already.</summary>
internal sealed class StepList(IMachine machine)
{
    private readonly List<Step> _steps = [];

    public IReadOnlyList<Step> All => _steps;

    public void Add(Step step) => _steps.Add(step);

    public void Note(string text) => _steps.Add(new Note(text));

    /// <summary>Whether the program is another than the one that is there.</summary>
    public bool Copy(string program, string to)
    {
        var same = machine.SameContent(program, to);
        _steps.Add(new CopyProgram(program, to) { AlreadySo = same });
        return !same;
    }

    /// <summary>A configuration where there is none yet.</summary>
    public void Configure(string path, string starter) =>
        _steps.Add(machine.Exists(path) ? new Leave($"leave the configuration {path} as it is") : new WriteFile(path, starter));

    /// <summary>Whether the file has to be written.</summary>
    public bool Write(string path, string text)
    {
        var same = machine.Holds(path, text);
        _steps.Add(new WriteFile(path, text) { AlreadySo = same });
        return !same;
    }

    public void Remove(string path) => _steps.Add(new RemoveFile(path) { AlreadySo = !machine.Exists(path) });

    /// <summary>Says that a folder stays, where it is.</summary>
    public void Keep(string directory, string what)
    {
        if (machine.Exists(directory))
            _steps.Add(new Leave($"leave the {what} in {directory} (rm -r {(directory.Contains(' ') ? $"'{directory}'" : directory)} removes it)"));
    }
}
