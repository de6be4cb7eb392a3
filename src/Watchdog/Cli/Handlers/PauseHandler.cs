using System.Collections.Immutable;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>Pauses services: through the daemon, else in what is saved; while a command runs, through the daemon only.</summary>
internal static class PauseHandler
{
    /// <summary>Above the daemon's own for each question.</summary>
    public static readonly TimeSpan Deadline = ControlApplication.Deadline + TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_default = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_withCommand = TimeSpan.FromHours(4);
    private const int LongestReason = 200;

    /// <summary>Whoever types it, also behind sudo.</summary>
    public static string Who => Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } user ? user : Environment.UserName;

    public static async Task<int> RunAsync(PauseCommand.Options options, CancellationToken cancel)
    {
        var services = options.Services.ToImmutableArray();
        var reason = options.Reason is { Length: > 0 } text ? Words.Line(text, LongestReason) : null;
        if (options.Command is [var program, ..])
        {
            var because = $"{reason ?? "a command runs"} ({Who}, {Words.Line(Path.GetFileName(program))})";
            var request = new PauseRequest(services, options.For ?? s_withCommand, because, $"lease {Guid.NewGuid():N}");
            return await new PausedCommand(options.Command, request, TimeProvider.System).RunAsync(cancel).ConfigureAwait(false);
        }

        return await PauseAsync(options, new PauseRequest(services, options.For ?? s_default, $"{reason ?? "watchdog pause"} ({Who})"), cancel).ConfigureAwait(false);
    }

    private static async Task<int> PauseAsync(PauseCommand.Options options, PauseRequest request, CancellationToken cancel)
    {
        using var client = new ControlClient(StateFolder.Find().ControlSocket, TimeProvider.System, Deadline);
        var asked = await client.PauseAsync(request, cancel).ConfigureAwait(false);
        var until = EntryText.Time(TimeProvider.System.GetUtcNow() + request.For);
        if (asked.Outcome == ControlOutcome.NoDaemon)
        {
            var id = $"saved {Guid.NewGuid():N}";
            return SavedServices.Tell(
                "pause",
                options.Config,
                options.Services,
                now => new PauseSet(request.Because, now.Uptime + request.For, PauseKind.Timed, id),
                name => $"{name}: paused for {Words.Span(request.For)}, until {until}");
        }

        if (asked.Outcome != ControlOutcome.Answered) return Complaint.Say("pause", ExitCode.Failed, asked.Reason.ToString());

        Console.Out.WriteLine($"{asked.Value.Sentence}, until {until}");
        return ExitCode.Fine;
    }
}
