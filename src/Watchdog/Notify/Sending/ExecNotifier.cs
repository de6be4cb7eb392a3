using System.Text;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Notify.Presets;

namespace Watchdog.Notify.Sending;

/// <summary>A program of the operator's: told by arguments and environment, without a shell and without input. Exit code 0: it has arrived; 65: this message is not taken, whenever it comes.</summary>
internal sealed class ExecNotifier(ExecConfig exec, Secrets secrets, ProcessRunner runner) : INotifier
{
    /// <summary>Bytes of one variable; Linux takes 128 KiB of each.</summary>
    private const int MostOfVariable = 64 << 10;

    /// <summary>Bytes of one text within the JSON, below which nothing more is to be had by cutting.</summary>
    private const int LeastOfText = 64;

    /// <summary><c>EX_DATAERR</c> of sysexits.h. Any other may be the modem's or the network's, so that another try may help.</summary>
    private const int NotTaken = 65;

    /// <summary>Beyond the program's own, which kills it.</summary>
    public TimeSpan Deadline => exec.Timeout + TimeSpan.FromSeconds(10);

    public async Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var arguments = exec.Command.Skip(1).Select(argument => WithoutZero(Fields.Fill(argument, outgoing))).ToArray();
        var ended = await runner.RunAsync(exec.Command[0], arguments, new RunLimits(exec.Timeout) { Variables = Variables(outgoing).Append(KeyValuePair.Create("LC_ALL", Locale())) }, cancel).ConfigureAwait(false);
        if (ended.Succeeded) return new SendResult(SendOutcome.Delivered, "exit code 0");

        return new SendResult(ended.ExitCode == NotTaken ? SendOutcome.Refused : SendOutcome.Failed, secrets.Hide(Words.Line(Why(ended), 200)));
    }

    /// <summary>The complaint of a program that said nothing is its exit code.</summary>
    private static string Why(ProcessResult ended) =>
        ended.ExitCode is { } code && $"exit code {code}" is var end && ended.Complaint != end ? $"{end}: {ended.Complaint}" : ended.Complaint;

    internal static IEnumerable<KeyValuePair<string, string>> Variables(Outgoing outgoing) => Fields.Of(outgoing)
        .Append(KeyValuePair.Create("json", Json(outgoing)))
        .Select(field => KeyValuePair.Create($"WATCHDOG_{field.Key.ToUpperInvariant()}", Fitted.ToBytes(WithoutZero(field.Value), MostOfVariable)));

    /// <summary>The operator's; where there is none, as under systemd, one in which UTF-8 is text: in C, mail programs make an attachment of it.</summary>
    private static string Locale() =>
        ((string[])["LC_ALL", "LANG"]).Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 }) ?? "C.UTF-8";

    /// <summary>All there is of a message. Its longest texts are cut until the whole fits: JSON that is cut itself is none any more.</summary>
    private static string Json(Outgoing outgoing)
    {
        for (var most = MostOfVariable; ; most -= most / 8)
        {
            var json = VendorRequest.Json(writer => WebhookPreset.Write(writer, Shortened(outgoing, most)));
            if (json.Length <= MostOfVariable || most < LeastOfText) return Encoding.UTF8.GetString(json);
        }
    }

    private static Outgoing Shortened(Outgoing outgoing, int most) => outgoing with
    {
        Notes = [.. outgoing.Notes.Select(note => Fitted.ToBytes(note, most))],
        Message = outgoing.Message with
        {
            Service = Fitted.ToBytes(outgoing.Message.Service, most),
            Title = Fitted.ToBytes(outgoing.Message.Title, most),
            Facts = [.. outgoing.Message.Facts.Select(fact => new MessageFact(Fitted.ToBytes(fact.Name, most), Fitted.ToBytes(fact.Value, most)))],
            Command = outgoing.Message.Command is { } command ? Fitted.ToBytes(command, most) : null,
            Body = outgoing.Message.Body is { } body ? Fitted.ToBytes(body, most) : null,
        },
    };

    private static string WithoutZero(string text) => text.Replace('\0', ' ');
}
