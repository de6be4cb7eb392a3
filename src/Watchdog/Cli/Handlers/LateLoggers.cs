namespace Watchdog.Cli.Handlers;

/// <summary>
/// Loggers that are made when there is something to say. A round in which all is well says nothing, and building the loggers would be a good part of it.
/// </summary>
internal sealed class LateLoggers(LogLevel least) : ILoggerFactory
{
    private readonly Lazy<ILoggerFactory> _made = new(() => Logging.Create(least));

    public ILogger CreateLogger(string categoryName) => new LateLogger(_made, categoryName, least);

    public void AddProvider(ILoggerProvider provider) => _made.Value.AddProvider(provider);

    public void Dispose()
    {
        if (_made.IsValueCreated) _made.Value.Dispose();
    }

    private sealed class LateLogger(Lazy<ILoggerFactory> factory, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) factory.Value.CreateLogger(category).Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
