using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Sending;

/// <summary>
/// E-mail by the framework's client. Its limits: TLS by STARTTLS only (no port 465), a password but no OAuth, and it does not let itself be cancelled while it
/// connects: past the deadline it is left to itself, on a thread that nobody waits for. Of several recipients each gets it once: those who could not are
/// tried again without the others.
/// </summary>
internal sealed class SmtpNotifier(SmtpConfig smtp, Secrets secrets, TimeProvider time) : INotifier
{
    /// <summary>So old is a message at most when it is tried again for the sake of some: longer than a grey list asks for, and the next message waits no longer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>Whom we had no patience left for: one try for each message, until one is taken, so that a full mailbox keeps nothing from the others.</summary>
    private readonly ConcurrentDictionary<string, bool> _givenUp = new(StringComparer.Ordinal);

    /// <summary>Some servers make a client wait on purpose.</summary>
    public TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    public async Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var sending = Task.Run(() => SendOnceAsync(outgoing, cancel), CancellationToken.None);
        return await sending.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>What is sent; a name from elsewhere gets no line break into a header.</summary>
    internal static MailMessage Mail(SmtpConfig smtp, Outgoing outgoing)
    {
        var message = outgoing.Message;
        var mail = new MailMessage
        {
            From = new MailAddress(smtp.From),
            Subject = Fitted.Line($"[watchdog] {MessageText.Title(message)}", 200),
            SubjectEncoding = Encoding.UTF8,
            Body = $"{message.Title}\n\n{MessageText.Rest(outgoing)}\n",
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var to in smtp.To.Where(to => !outgoing.HasTaken(to))) mail.To.Add(new MailAddress(to));

        // The same key, the same id: a mailbox that gets it twice can tell. A story is one thread.
        mail.Headers.Add("Message-ID", Id(message.Id, message.Host));
        if (message.Story != message.Id)
        {
            mail.Headers.Add("In-Reply-To", Id(message.Story, message.Host));
            mail.Headers.Add("References", Id(message.Story, message.Host));
        }

        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Kind is MessageKind.Holding) mail.Priority = MailPriority.High;
        return mail;
    }

    private async Task<SendResult> SendOnceAsync(Outgoing outgoing, CancellationToken cancel)
    {
        try
        {
            using var mail = Mail(smtp, outgoing);
            if (mail.To.Count == 0) return new SendResult(SendOutcome.Delivered, "taken by the mail server before");
            using var client = new SmtpClient(smtp.Host, smtp.Port)
            {
                EnableSsl = smtp.StartTls,
                Timeout = (int)Deadline.TotalMilliseconds,
                Credentials = smtp.Username is { } user ? new NetworkCredential(user, smtp.Password) : null,
            };
            await client.SendMailAsync(mail, cancel).ConfigureAwait(false);
            foreach (var to in smtp.To) _givenUp.TryRemove(to, out _);
            return new SendResult(SendOutcome.Delivered, "taken by the mail server");
        }
        catch (SmtpFailedRecipientException failure)
        {
            return Partly(outgoing, failure is SmtpFailedRecipientsException { InnerExceptions: { Length: > 0 } all } ? all : [failure]);
        }
        catch (SmtpException failure)
        {
            // Most servers that do not take our mail for others say so with the code for a message that they do not like.
            var said = Say(failure);
            var isRelay = failure.StatusCode == SmtpStatusCode.TransactionFailed && said.Contains("relay", StringComparison.OrdinalIgnoreCase);
            return new SendResult(isRelay ? SendOutcome.Barred : OutcomeOf(failure.StatusCode), secrets.Hide(said));
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or AuthenticationException)
        {
            return SendResult.Failed(secrets.Hide(Words.Line(failure.Message, 160)));
        }
    }

    /// <summary>Not taken for some of those that it was sent to: those who will not get it count as done as soon as anybody has it.</summary>
    private SendResult Partly(Outgoing outgoing, SmtpFailedRecipientException[] failures)
    {
        var asked = smtp.To.Where(to => !outgoing.HasTaken(to)).ToArray();
        var failed = asked.Select(to => (To: to, Failure: failures.FirstOrDefault(failure => IsOf(failure, to)))).Where(one => one.Failure is not null).ToArray();
        var said = secrets.Hide(string.Join("; ", failures.Select(failure => $"not for {failure.FailedRecipient?.Trim('<', '>')}: {Say(failure)}")));
        var taken = asked.Except(failed.Select(one => one.To)).ToArray();
        foreach (var to in taken) _givenUp.TryRemove(to, out _);

        // Who none of ours is, may be any of them: then nobody has it.
        var isTaken = failed.Length >= failures.Length && (taken.Length > 0 || asked.Length < smtp.To.Length);
        if (!isTaken) return new SendResult(OutcomeOf(failures), said);

        var isLate = time.GetUtcNow() - outgoing.Message.At > s_patience;
        var later = failed.Where(one => OutcomeOf(one.Failure!.StatusCode) == SendOutcome.Failed).Select(one => one.To).ToArray();
        if (later.Any(to => !isLate && !_givenUp.ContainsKey(to)))
        {
            return SendResult.Failed(said) with { TakenBy = taken };
        }

        foreach (var to in later) _givenUp[to] = true;
        return new SendResult(SendOutcome.Delivered, $"taken by the mail server, but {said}") { MissedSome = true };
    }

    private static bool IsOf(SmtpFailedRecipientException failure, string to) =>
        string.Equals(failure.FailedRecipient?.Trim('<', '>'), new MailAddress(to).Address, StringComparison.OrdinalIgnoreCase);

    /// <summary>Of all of them, whom nobody has taken it for: that is no fault of the message.</summary>
    private static SendOutcome OutcomeOf(SmtpFailedRecipientException[] failures) =>
        failures.Any(failure => OutcomeOf(failure.StatusCode) == SendOutcome.Failed) ? SendOutcome.Failed : SendOutcome.Barred;

    private static string Say(SmtpException failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException or System.Net.Sockets.SocketException) return HttpWords.Of(inner).Said;
        }

        var status = (int)failure.StatusCode > 0 ? $"{(int)failure.StatusCode} " : "";
        return Words.Line($"{status}{(failure.InnerException ?? failure).Message}", 200);
    }

    private static SendOutcome OutcomeOf(SmtpStatusCode status) => status switch
    {
        // What is too large, or not liked; anything else is about us, whom it is from, or whom it is for.
        SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.TransactionFailed => SendOutcome.Refused,
        SmtpStatusCode.GeneralFailure => SendOutcome.Failed,
        SmtpStatusCode.ClientNotPermitted or >= (SmtpStatusCode)500 => SendOutcome.Barred,
        _ => SendOutcome.Failed,
    };

    private static string Id(string key, string host) => $"<{Word(key)}@{Word(host)}.watchdog>";

    private static string Word(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-')) is { Length: > 0 } word ? word : "x";
}
