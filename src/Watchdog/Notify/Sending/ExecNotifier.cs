using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Notify.Presets;

namespace Watchdog.Notify.Sending;

/// <summary>A program of the operator's: told by arguments and environment, without a shell and without input. Exit code 0: it has arrived.</summary>
internal sealed class ExecNotifier(ExecConfig exec, Secrets secrets, ProcessRunner runner) : INotifier
{
    /// <summary>Bytes of one variable; Linux takes 128 KiB of each.</summary>
    private const int MostOfVariable = 64 << 10;

    /// <summary>Beyond the program's own, which kills it.</summary>
    public TimeSpan Deadline => exec.Timeout + TimeSpan.FromSeconds(10);

    public async Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var arguments = exec.Command.Skip(1).Select(argument => WithoutZero(Fields.Fill(argument, outgoing))).ToArray();
        var ended = await runner.RunAsync(exec.Command[0], arguments, new RunLimits(exec.Timeout) { Variables = Variables(outgoing) }, cancel).ConfigureAwait(false);
        return ended.Succeeded
            ? new SendResult(SendOutcome.Delivered, "exit code 0")
            : SendResult.Failed(secrets.Hide(Words.Line(Why(ended), 200)));
    }

    /// <summary>The complaint of a program that said nothing is its exit code.</summary>
    private static string Why(ProcessResult ended) =>
        ended.ExitCode is { } code && $"exit code {code}" is var end && ended.Complaint != end ? $"{end}: {ended.Complaint}" : ended.Complaint;

    internal static IEnumerable<KeyValuePair<string, string>> Variables(Outgoing outgoing) => Fields.Of(outgoing)
        .Append(KeyValuePair.Create("json", System.Text.Encoding.UTF8.GetString(VendorRequest.Json(json => WebhookPreset.Write(json, outgoing)))))
        .Select(field => KeyValuePair.Create($"WATCHDOG_{field.Key.ToUpperInvariant()}", Fitted.ToBytes(WithoutZero(field.Value), MostOfVariable)));

    private static string WithoutZero(string text) => text.Replace('\0', ' ');
}
