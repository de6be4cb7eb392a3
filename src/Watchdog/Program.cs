using Watchdog.Cli;
using Watchdog.Cli.Demo;
using Watchdog.Cli.Handlers;

var handlers = new CommandHandlers
{
    Run = RunHandler.RunAsync,
    Check = CheckHandler.RunAsync,
    Validate = ValidateHandler.RunAsync,
    Status = StatusHandler.RunAsync,
    Why = WhyHandler.RunAsync,
    History = HistoryHandler.RunAsync,
    Tasks = TasksHandler.RunAsync,
    StopTask = TasksHandler.StopAsync,
    Report = ReportHandler.RunAsync,
    Evidence = EvidenceHandler.RunAsync,
    Pause = PauseHandler.RunAsync,
    Resume = ResumeHandler.RunAsync,
    Rearm = RearmHandler.RunAsync,
    Reload = (_, cancel) => ReloadHandler.RunAsync(cancel),
    Init = InitHandler.RunAsync,
    Doctor = DoctorHandler.RunAsync,
    Drill = DrillHandler.RunAsync,
    Notify = NotifyHandler.RunAsync,
    Demo = DemoHandler.RunAsync,
    SampleService = (options, cancel) => Task.FromResult(SampleService.Run(options.Arguments, cancel)),
    SystemUnits = ConfigFile.SystemUnits,
};

using var signals = new StopSignals();
return await CommandLine.RunAsync(args, handlers, Console.Out, Console.Error, signals.Token);
