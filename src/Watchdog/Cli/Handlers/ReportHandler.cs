using System.Text;
using Watchdog.Journal;
using Watchdog.Reporting;

namespace Watchdog.Cli.Handlers;

/// <summary>Prints what a period comes to.</summary>
internal static class ReportHandler
{
    public static Task<int> RunAsync(ReportCommand.Options options, CancellationToken cancel) => Task.FromResult(Run(options, TimeProvider.System, cancel));

    private static int Run(ReportCommand.Options options, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (SinceText.Parse(options.Since, now) is not { } since) return Fail(ExitCode.Unusable, SinceText.Problem(options.Since));
        if (since >= now) return Fail(ExitCode.Unusable, $"--since {options.Since} lies ahead: write a time that has been");

        var directories = StateFolder.Find();
        if (StateFolder.Unreadable(directories) is { } unreadable) return Fail(ExitCode.CouldNotLook, unreadable);

        var report = Reporter.Make(directories.Journal, new Period(since, now), options.Service, Environment.MachineName, cancel);
        if (report.Services.IsEmpty && options.Service is { } unknown && !IsKnown(directories, unknown))
        {
            return Fail(ExitCode.Failed, $"the journal has nothing on '{unknown}'; `watchdog status` lists the services");
        }

        if (report.Skipped > 0) Console.Error.WriteLine($"watchdog: {report.Skipped} lines of the journal could not be read and were left out");
        return Write(Text(report, options.As), options.Output);
    }

    private static string Text(Report report, ReportCommand.Form form)
    {
        var zone = TimeZoneInfo.Local;
        switch (form)
        {
            case ReportCommand.Form.Json:
                return ReportJson.Of(report) + "\n";
            case ReportCommand.Form.Markdown:
                return ReportMarkdown.Of(report, zone);
            case ReportCommand.Form.Html:
                return ReportHtml.Of(report, zone);
            default:
                using (var text = new StringWriter())
                {
                    ReportText.Write(report, text, zone);
                    return text.ToString();
                }
        }
    }

    private static int Write(string text, string? file)
    {
        if (file is null or "-")
        {
            Console.Out.Write(text);
            return ExitCode.Fine;
        }

        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return ExitCode.Fine;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.Failed, $"{file} cannot be written: {failure.Message}");
        }
    }

    /// <summary>Whether the journal has ever had anything of it, or of an instance of that template.</summary>
    private static bool IsKnown(Directories directories, string service) =>
        new JournalReader(directories.Journal).NewestFirst(new JournalQuery()).Any(entry => Config.ServiceNames.IsMeant(entry.Service, service));

    private static int Fail(int code, string problem) => Complaint.Say("report", code, problem);
}
