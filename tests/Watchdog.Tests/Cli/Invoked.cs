using Watchdog.Cli;
using Watchdog.Cli.Install;

namespace Watchdog.Tests.Cli;

/// <summary>Runs a command line against handlers that only note what they were asked.</summary>
internal sealed class Invoked : IDisposable
{
    public const int Answer = 42;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public object? Asked { get; private set; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Handlers(), _output, _error, CancellationToken.None);

    public CommandHandlers Handlers() => new()
    {
        Run = Note,
        Check = Note,
        Validate = Note,
        Status = Note,
        Why = Note,
        History = Note,
        Evidence = Note,
        Tasks = Note,
        StopTask = Note,
        Report = Note,
        Pause = Note,
        Resume = Note,
        Rearm = Note,
        Reload = Note,
        Init = Note,
        Notify = Note,
        Doctor = Note,
        Drill = Note,
        Demo = cancel => Note("demo", cancel),
        SampleService = Note,
        SystemUnits = _ => new ConfiguredUnits([]),
    };

    private Task<int> Note<T>(T options, CancellationToken cancel)
    {
        Asked = options;
        return Task.FromResult(Answer);
    }
}
