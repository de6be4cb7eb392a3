using Microsoft.Extensions.Logging;

namespace Watchdog.Tests.Journal;

internal sealed class CapturedLog : ILogger
{
    private readonly List<(int Id, string Message)> _lines = [];

    public IReadOnlyList<int> Ids
    {
        get { lock (_lines) return [.. _lines.Select(line => line.Id)]; }
    }

    public IReadOnlyList<string> Messages
    {
        get { lock (_lines) return [.. _lines.Select(line => line.Message)]; }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add((eventId.Id, formatter(state, exception)));
    }
}
