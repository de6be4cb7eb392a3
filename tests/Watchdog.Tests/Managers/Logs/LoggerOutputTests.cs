using System.Diagnostics;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Managers.Driven;
using Watchdog.Managers.Logs;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Managers.Logs;

/// <summary>With a process of its own as the logger: this one has hundreds of files open.</summary>
public sealed class LoggerOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-logger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Find_RunningLogger_IsTheFileThatItHasOpen()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "what a process has open stands in /proc");
        var current = Path.Combine(_folder, "current");
        using var logger = Process.Start("/bin/sh", ["-c", "exec sleep 120 3> \"$0\" 4> \"$1\"", current, Path.Combine(_folder, "not-current")]);
        LogPlaces places;
        try
        {
            await Eventually.TrueAsync(() => File.Exists($"/proc/{logger.Id}/fd/4"), "the logger has opened its files");
            places = await FindAsync(_folder, new UnitStatus { State = UnitState.Active, MainPid = logger.Id });
        }
        finally
        {
            logger.Kill();
            await logger.WaitForExitAsync();
        }

        Assert.Equal(current, Assert.Single(places.Paths, path => path.StartsWith(_folder, StringComparison.Ordinal)));
        Assert.Null(places.Missing.Code);
    }

    [Fact]
    public async Task Find_NoLogger_IsNotKnown() => Assert.Equal("no-log", (await FindAsync(Path.Combine(_folder, "log"), new UnitStatus { State = UnitState.Inactive })).Missing.Code);

    [Fact]
    public async Task Find_LoggerThatDoesNotRun_SaysSo()
    {
        var places = await FindAsync(_folder, new UnitStatus { State = UnitState.Inactive, SubState = "down" });
        Assert.Equal(new Reason("log-unseen", $"its logger ({_folder}) does not run (down), so no line of its log was searched"), places.Missing);
    }

    private static Task<LogPlaces> FindAsync(string name, UnitStatus status) => new LoggerOutput(new FakeLogger(name, status)).FindAsync(CancellationToken.None);

    private sealed class FakeLogger(string name, UnitStatus status) : IDriver
    {
        public string Name => name;

        public Task<UnitLook> LookAsync(CancellationToken cancel) => Task.FromResult(UnitLook.Seen(status));

        public Task<RestartOutcome> RestartAsync(Restart order, UnitStatus before, CancellationToken cancel) => throw new InvalidOperationException("a log is only read");

        public Task<RestartOutcome> StartAsync(UnitStatus before, CancellationToken cancel) => throw new InvalidOperationException("a log is only read");
    }
}
