using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Notify.Texts;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>One round and exit. While a daemon holds the lock, its verdict, and nothing is done.</summary>
internal static class CheckHandler
{
    /// <summary>Services looked at side by side.</summary>
    private const int AtOnce = 16;

    /// <summary>For messages at the end of a round; what is left is the next one's.</summary>
    private static readonly TimeSpan s_sending = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(CheckCommand.Options options, CancellationToken cancel)
    {
        _ = Task.Run(StateStore.LoadAhead, CancellationToken.None);
        if (ConfigFile.Read(options.Config) is not { } config) return ExitCode.Unusable;

        var names = options.Services.ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !config.Services.Any(service => ServiceNames.IsMeant(name, service.Name))) is { } unknown)
        {
            return Fail(ExitCode.Unusable, $"no service is called '{unknown}'; the configuration has {string.Join(", ", config.Services.Select(service => service.Name))}");
        }

        var directories = StateFolder.Ours();
        if (directories.Prepare() is { } problem)
        {
            var otherwise = StateFolder.OfAnother(directories, string.Join(' ', ["check", .. options.Services.Select(OurCommand.Quoted)])) is { } advice
                ? $"{advice} (systemctl start service-watchdog-check, where that is installed)"
                : problem.Sentence;
            return await FromDaemonAsync(directories, options, otherwise, cancel).ConfigureAwait(false);
        }

        try
        {
            using var held = RoundLock.Take(directories.State, TimeProvider.System, RoundLock.Longest, out var told);
            if (held is null) return await FromDaemonAsync(directories, options, told!, cancel).ConfigureAwait(false);
            if (told is not null) Complaint.Say("check", ExitCode.Fine, told);

            return await LookAsync(config, directories, names, options.Json, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Fail(ExitCode.CouldNotLook, "interrupted; what was decided is on record, and the next run goes on from there");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.CouldNotLook, $"{directories.State} cannot be used: {failure.Message}; mend it, or set STATE_DIRECTORY");
        }
    }

    /// <summary>Somebody else keeps the state: what they say is what there is to say.</summary>
    private static async Task<int> FromDaemonAsync(Directories directories, CheckCommand.Options options, string otherwise, CancellationToken cancel)
    {
        using var client = new ControlClient(directories.ControlSocket, TimeProvider.System);
        var asked = await client.StatusAsync(cancel).ConfigureAwait(false);
        if (asked.Value is not { } report) return Fail(ExitCode.CouldNotLook, otherwise);

        var chosen = report.Services.Where(service => IsChosen(service.Name, options.Services)).ToImmutableArray();
        if (Missing(options.Services, chosen.Select(service => service.Name)) is { } missing) return Fail(ExitCode.CouldNotLook, missing);

        return Tell(report with { Services = chosen }, [], options.Json);
    }

    private static async Task<int> LookAsync(WatchdogConfig config, Directories directories, HashSet<string> names, bool json, CancellationToken cancel)
    {
        using var logs = new LateLoggers(LogLevel.Warning);
        await using var parts = new Composition(config, directories, TimeProvider.System, logs);
        var log = logs.CreateLogger<OneShotRound>();
        var (all, untold) = await OneShotServices.ExpandAsync(config, parts.Managers, parts.Clock.Time, log, cancel).ConfigureAwait(false);
        var services = all.Where(service => IsChosen(service.Name, names)).ToArray();
        if (untold.Count == 0 && Missing(names, services.Select(service => service.Name)) is { } missing) return Fail(ExitCode.CouldNotLook, missing);

        // Of a few, nothing follows for all; nor of a manager that does not say which there are.
        parts.Host.IsOfAFew = names.Count > 0;
        parts.Host.SeesAll = names.Count == 0 && untold.Count == 0;
        if (parts.Host.SeesAll) parts.Notices.Leave(all.Select(service => service.Name).Contains, parts.Clock.Now);

        // All at once: each one's last look asks how it stands with the others.
        var rounds = services.Select(parts.OneShot).ToArray();
        var results = new ServiceStatus[services.Length];
        var acted = new bool[services.Length];
        await Parallel.ForAsync(0, services.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, token) =>
        {
            var (keeper, round) = rounds[i];
            try
            {
                acted[i] = await round.RunAsync(token).ConfigureAwait(false);
            }
            catch (Exception bug) when (!token.IsCancellationRequested)
            {
                Log.TurnFailed(log, services[i].Name, bug);     // the others are looked at all the same
            }
            finally
            {
                keeper.Close(parts.Clock.Now);
                results[i] = StatusOf.Service(services[i], keeper.State, [], parts.Clock.Now);
            }
        }).ConfigureAwait(false);
        parts.Host.LookAgain();
        await parts.Reports.SendIfDueAsync(cancel).ConfigureAwait(false);
        await SendAsync(parts, config, isWhole: names.Count == 0, cancel).ConfigureAwait(false);
        var code = Tell(new StatusReport(null, [.. results]), [.. services.Where((_, i) => acted[i]).Select(service => service.Name)], json);
        if (untold.Count == 0) return code;

        return Worse(code, Fail(ExitCode.CouldNotLook, $"the units of {string.Join(", ", untold)} cannot be listed: their manager does not answer"));
    }

    /// <summary>What the round had to say, and that it took place; one of a few services is none.</summary>
    private static async Task SendAsync(Composition parts, WatchdogConfig config, bool isWhole, CancellationToken cancel)
    {
        var beat = isWhole && config.Heartbeat is { } heartbeat ? parts.Heartbeat(static () => null).BeatAsync(heartbeat, cancel) : Task.CompletedTask;
        parts.HoldBack(config.Routing);
        await parts.Delivery.DrainAsync(config.Notifiers, s_sending, cancel).ConfigureAwait(false);
        await beat.ConfigureAwait(false);
    }

    /// <summary>What was asked for by name and is not there; null when all is.</summary>
    private static string? Missing(IEnumerable<string> asked, IEnumerable<string> found)
    {
        var names = found.ToArray();
        return asked.FirstOrDefault(one => !names.Any(name => IsChosen(name, [one]))) is { } missing
            ? $"'{missing}' is not there now: no unit of that name runs or has failed, or the daemon does not watch it"
            : null;
    }

    private static bool IsChosen(string name, IReadOnlyCollection<string> chosen) =>
        chosen.Count == 0 || chosen.Any(one => ServiceNames.IsMeant(name, one));

    private static int Tell(StatusReport report, HashSet<string> acted, bool json)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, WebJson.Default.StatusReport));
        else StatusText.WriteServices(report, Console.Out, details: false);
        return report.Services.Select(service => Code(service, acted.Contains(service.Name))).DefaultIfEmpty(ExitCode.Fine).Aggregate(Worse);
    }

    /// <summary>A service that someone stopped is as it should be; one that starts is not sick.</summary>
    private static int Code(ServiceStatus service, bool acted)
    {
        if (acted || service.Verdict is Verdict.Unhealthy || service.Phase == Phase.Holding || service.StormSince is not null) return ExitCode.Failed;
        if (service.Phase is Phase.Stopped && service.Reason.Code == "stopped") return ExitCode.Fine;
        if (service.Phase == Phase.Starting || service is { Phase: Phase.Verifying, Verdict: not Verdict.Degraded }) return ExitCode.Fine;
        return service.Verdict switch
        {
            Verdict.Healthy => ExitCode.Fine,
            Verdict.Degraded => ExitCode.Failed,
            _ => ExitCode.CouldNotLook,
        };
    }

    /// <summary>What is known to be wrong comes before what could not be looked at.</summary>
    private static int Worse(int a, int b) => a == ExitCode.Failed || b == ExitCode.Failed ? ExitCode.Failed : Math.Max(a, b);

    private static int Fail(int code, string sentence) => Complaint.Say("check", code, sentence);
}
