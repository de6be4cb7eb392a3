using System.Text;
using Watchdog.Config;
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

        // One that is found need not be readable: the journal alone tells then. One that is named is to be gone by.
        var read = ConfigLocator.Find(options.Config).Path is { } path ? ConfigReader.Read(path, elsewhere: true) : null;
        if (options.Config is not null && read is { Config: null }) return Fail(ExitCode.Unusable, string.Join("; ", read.Errors));

        var known = KnownServices.Of(read?.Config?.Services ?? [], directories, time);
        Func<string, bool>? isWatched = read?.Config is { } config ? name => ServiceNames.Has(config.Services, name) : null;
        var report = Reporter.Make(directories.Journal, new Period(since, now), known, options.Service, Environment.MachineName, isWatched, cancel);
        if (report.Services.IsEmpty && options.Service is { } unknown && !Recorded.Has(directories, unknown)) return Fail(ExitCode.Failed, Recorded.Nothing(unknown));

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

    private static int Fail(int code, string problem) => Complaint.Say("report", code, problem);
}
