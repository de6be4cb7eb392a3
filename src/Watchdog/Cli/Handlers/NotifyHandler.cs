using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Sending;

namespace Watchdog.Cli.Handlers;

/// <summary>A real message through each notifier, and what came back.</summary>
internal static class NotifyHandler
{
    public static async Task<int> RunAsync(NotifyCommand.Options options, CancellationToken cancel)
    {
        if (ConfigFile.Read(options.Config, elsewhere: true) is not { } config) return ExitCode.Unusable;

        if (config.Notifiers.IsEmpty) return Complaint.Say("notify", ExitCode.Unusable, $"{config.Path} names no notifier; add \"notifiers\": {{ \"ops\": {{ \"slack\": {{ \"url\": … }} }} }}");
        var chosen = config.Notifiers.Where(notifier => options.Name is null || notifier.Name == options.Name).ToArray();
        if (chosen.Length == 0) return Complaint.Say("notify", ExitCode.Unusable, $"no notifier is called '{options.Name}'; the configuration has {string.Join(", ", config.Notifiers.Select(notifier => notifier.Name))}");

        var time = TimeProvider.System;
        using var factory = new NotifierFactory(time);
        var tests = chosen.Select(notifier => (notifier, TestAsync(notifier, factory, time, cancel))).ToArray();
        var code = ExitCode.Fine;
        foreach (var (notifier, test) in tests)
        {
            var (result, took) = await test.ConfigureAwait(false);
            Console.Out.WriteLine($"{notifier.Name} ({notifier.Target!.Key}): {(result.IsDelivered ? "delivered" : "NOT delivered")}: {result.Said}{(took is { } span ? $" (in {Words.Span(span)})" : "")}");
            if (!result.IsDelivered) code = ExitCode.Failed;
        }

        return code;
    }

    /// <summary>At once and once: what came back is the answer.</summary>
    private static async Task<(SendResult Result, TimeSpan? Took)> TestAsync(NotifierConfig notifier, NotifierFactory factory, TimeProvider time, CancellationToken cancel)
    {
        if (notifier.IsPartial)
        {
            return (SendResult.Failed("not sent, since a value in it can only be had by the daemon (see the warning above); run this with what the unit is given: "
                + $"sudo systemd-run --pipe --wait -p LoadCredential=NAME:PATH watchdog notify --test {notifier.Name}"), null);
        }

        var sender = factory.Create(notifier);
        var began = time.GetTimestamp();
        using var late = new CancellationTokenSource(sender.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var result = await sender.SendAsync(new Outgoing(TestMessage.Create(notifier.Name, Environment.MachineName, time.GetUtcNow())), either.Token).ConfigureAwait(false);
            return (result, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (SendResult.Failed($"no answer within {Words.Span(sender.Deadline)}; is the address right, and does a firewall let us out?"), null);
        }
    }
}
