using System.Net;
using System.Net.Sockets;
using Watchdog.Probes;

namespace Watchdog.Drafting;

/// <summary>Asks by the connections and the HTTP handler of the probes, so that what is asked now is asked in the same way later.</summary>
/// <param name="time">For deadlines.</param>
/// <param name="deadline">For a whole answer.</param>
/// <param name="greeting">For the first byte of who speaks first.</param>
internal sealed class Asker(TimeProvider time, TimeSpan deadline, TimeSpan greeting) : IAsker, IDisposable
{
    private readonly ProbeClients _clients = new();

    public Asker(TimeProvider time)
        : this(time, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(300))
    {
    }

    public async Task<bool> SpeaksFirstAsync(IPEndPoint place, CancellationToken cancel)
    {
        using var limit = new Deadline(greeting, time, cancel);
        try
        {
            var (socket, _) = await DialerTo(place).DialAsync(limit).ConfigureAwait(false);
            using var connection = socket;
            if (connection is null || await connection.ReceiveAsync(new byte[1024], limit.Token).ConfigureAwait(false) == 0) return false;

            await Farewell.TakeAsync(connection, cancel).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;       // silence, and a reset as well, leave open what it speaks
        }
    }

    public async Task<Asked> GetAsync(Origin origin, string path, CancellationToken cancel)
    {
        using var look = new HttpLook(deadline, time, cancel);
        Asked asked;
        try
        {
            asked = await GetAsync(origin, path, look).ConfigureAwait(false);
        }
        // Every exception is an answer here: the service's fault, ours, or the deadline.
        catch (Exception e)
        {
            asked = Without(look.Deadline.IsOver ? look.TimedOut() : HttpFaults.Of(e, look), look);
        }

        cancel.ThrowIfCancellationRequested();
        return asked;
    }

    public void Dispose() => _clients.Dispose();

    private async Task<Asked> GetAsync(Origin origin, string path, HttpLook look)
    {
        var (stream, fault) = await OpenAsync(origin, look).ConfigureAwait(false);
        if (stream is null) return Without(fault, look);

        using var request = new ProbeRequest(origin.Url(path), stream);
        using var response = await _clients.SendAsync(request, keeps: false, look.Deadline.Token).ConfigureAwait(false);
        var tooLarge = await look.ReadBodyAsync(response.Content).ConfigureAwait(false);
        var type = response.Content.Headers.ContentType?.MediaType;
        return new Asked(AskOutcome.Answered, look.Deadline.Elapsed)
        {
            Status = (int)response.StatusCode,
            MediaType = tooLarge is null ? type : "text/html",      // nothing of that size tells of health
            Location = response.Headers.Location?.ToString(),
            Body = tooLarge is null ? look.Body.ToArray() : [],
        };
    }

    private static async Task<(Stream? Stream, Fault Fault)> OpenAsync(Origin origin, HttpLook look)
    {
        var (socket, fault) = await DialerTo(origin.Place).DialAsync(look.Deadline).ConfigureAwait(false);
        if (socket is null) return (null, fault);
        if (!origin.IsTls)
        {
            var plain = new MeasuredStream(socket, look);
            look.Connected(plain);
            return (plain, default);
        }

        var stream = new MeasuredTlsStream(new NetworkStream(socket, ownsSocket: true), look);
        look.Connected(stream);
        var handshake = new TlsHandshake(origin.Place.Address.ToString(), authorities: null, insecure: origin.Objection is not null);
        if (await handshake.ShakeAsync(stream, look.Deadline.Token).ConfigureAwait(false) is { } refused) return (null, refused);

        look.Secured();
        return (stream, default);
    }

    private static Asked Without(Fault fault, HttpLook look) => new(OutcomeOf(fault), look.Deadline.Elapsed) { Why = fault.Reason.Sentence };

    private static AskOutcome OutcomeOf(Fault fault) => fault.Reason.Code switch
    {
        ProbeCodes.TlsFailed when fault.AlertOnly => AskOutcome.Untrusted,
        ProbeCodes.TlsFailed or ProbeCodes.Reset or ProbeCodes.EmptyReply or ProbeCodes.BadResponse or ProbeCodes.IncompleteReply => AskOutcome.NoHttp,
        ProbeCodes.TimeoutFirstByte or ProbeCodes.TimeoutHeaders or ProbeCodes.TimeoutLastByte or ProbeCodes.TimeoutTls or ProbeCodes.TimeoutConnect => AskOutcome.Hung,
        _ => AskOutcome.NotReached,
    };

    private static Dialer DialerTo(IPEndPoint place) => new(place.Address.ToString(), place.Port, null);
}
