using Microsoft.Extensions.Logging.Console;
using Watchdog.Kernel;

namespace Watchdog.Cli.Handlers;

/// <summary>Where log lines go: standard error, in the form that whoever reads it there expects.</summary>
internal static class Logging
{
    /// <summary>
    /// Where standard error is the journal's with priorities and without time stamps, since the journal has its own; else one line each, with the time: a
    /// redirected one (<c>StandardError=file:</c>, a pipe) would have neither.
    /// </summary>
    public static ILoggerFactory Create(LogLevel least = LogLevel.Information) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(least);
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Surroundings.Detect().IsJournal) logging.AddSystemdConsole();
        else
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
                options.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
            });
        }
    });
}
