using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>Asks a URL over a fresh connection and judges the answer by the check's conditions.</summary>
internal sealed class HttpProbe : IProbe, IExchanges
{
    /// <summary>Hops on the same scheme, host and port, all within the one deadline.</summary>
    private const int MaxRedirects = 5;

    private readonly HttpTarget target;
    private readonly CheckPolicy policy;
    private readonly ImmutableArray<string> pointers;
    private readonly string? counter;
    private readonly ProbeClients clients;
    private readonly CaBundle? authorities;
    private readonly Dialer dialer;
    private readonly TimeProvider time;
    private HttpExchange? exchange;

    /// <param name="pointers">JSON pointers of the numbers to read along (acceptLoop, memory).</param>
    /// <param name="counter">The pointer of the accept-loop counter among them, for which a connection is kept; null for none.</param>
    /// <param name="authorities">The certificates of the target's CA file, or null.</param>
    public HttpProbe(
        CheckPolicy policy, HttpTarget target, ImmutableArray<string> pointers, string? counter, ProbeClients clients, CaBundle? authorities, TimeProvider time)
    {
        this.policy = policy;
        this.target = target;
        this.pointers = pointers;
        this.clients = clients;
        this.authorities = authorities;
        this.time = time;
        this.counter = counter;
        Kept = counter is null ? null : new KeptConnection(AskKeptAsync);
        dialer = new Dialer(target.Url.IdnHost, target.Url.Port, target.UnixSocket);
    }

    /// <summary>The connection of the last look that passed; null where no counter is read along.</summary>
    public KeptConnection? Kept { get; }

    /// <summary>Whether <c>true</c> and <c>false</c> are as good as 1 and 0 at the pointers.</summary>
    public bool ReadsFlags { get; init; }

    public async ValueTask<ProbeAnswer> LookAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var look = new HttpLook(timeout, time, cancel);
        Judged judged;
        try
        {
            judged = await AskAsync(look);
        }
        // Every exception is an answer here: the service's fault, ours, or the deadline.
        catch (Exception e)
        {
            judged = new Judged(look.Deadline.IsOver ? look.TimedOut() : HttpFaults.Of(e, look));
        }

        look.Deadline.ThrowIfShutdown();
        return Answer(judged, look);
    }

    public HttpExchange? Take() => Interlocked.Exchange(ref exchange, null);

    /// <summary>The headers of the configuration go without their values, whatever they are called.</summary>
    private HttpExchange Exchange(HttpLook look)
    {
        var url = look.Response?.RequestMessage?.RequestUri ?? target.Url;
        ImmutableArray<string> request = [$"GET {url.PathAndQuery} HTTP/1.1", $"Host: {url.Authority}", .. target.Headers.Select(header => $"{header.Key}: ***")];
        var body = look.Body;
        return new HttpExchange(request, look.Response is { } response ? HttpExchange.HeadOf(response) : [], body[..Math.Min(body.Length, HttpExchange.MostBody + HttpExchange.Margin)].ToArray(), body.Length);
    }

    private ProbeAnswer Answer(Judged judged, HttpLook look)
    {
        var took = look.Deadline.Elapsed;
        var observation = judged.Fault?.ToObservation(policy.Name, look.Times, took) ?? Pass(look.Times, took);
        if (observation.Look == Look.Failed) Interlocked.Exchange(ref exchange, Exchange(look));

        // Without an answer there is no number either, for the same reason.
        return new ProbeAnswer(observation, judged.Readings.IsDefault ? [.. pointers.Select(_ => new NumberReading(null, observation.Reason))] : judged.Readings);
    }

    private Observation Pass(PhaseTimes times, TimeSpan took)
    {
        if (took > policy.Timeout)
            return Observation.Fail(policy.Name, ProbeCodes.Late, $"the answer came after {Words.Span(took)}; {Words.Span(policy.Timeout)} is its limit", times) with { Took = took };

        var pass = Observation.Pass(policy.Name, times) with { Took = took };
        if (target.Latency is not { } latency || took <= latency)
            return pass;

        var sentence = $"the answer took {Words.Span(took)}; {Words.Span(latency)} was expected";
        return pass with { Degraded = true, Reason = new Reason(ProbeCodes.Slow, sentence) };
    }

    private async ValueTask<Judged> AskAsync(HttpLook look)
    {
        var url = target.Url;
        for (var hop = 0; ; hop++)
        {
            var (stream, fault) = await OpenAsync(look);
            if (stream is null)
                return new Judged(fault);

            var keeps = Kept is { IsWanted: true };

            // The handler ends a look that is given up by closing its connection; one that is only lent has to be closed for it.
            using var abort = keeps ? look.Deadline.Token.UnsafeRegister(static lent => ((Stream)lent!).Dispose(), stream) : default;
            using var request = Request(url, keeps ? new LentStream(stream) : stream);
            using var response = await clients.SendAsync(request, keeps, look.Deadline.Token);
            look.Response = response;
            if (NextOf(url, response) is not { } next)
                return await JudgeAsync(response, look, keeps);
            if (!IsSamePlace(next))
                return new Judged(Fault.Alert(ProbeCodes.RedirectOffHost, $"it redirects to {PlainUrl.Of(next)}; if that is right, put it into the configuration"));
            if (hop == MaxRedirects)
                return new Judged(Fault.Alert(ProbeCodes.RedirectLoop, $"it redirected more than {MaxRedirects} times, at last to {PlainUrl.Of(next)}"));

            url = next;
            look.NextHop();
        }
    }

    private async ValueTask<(Stream? Stream, Fault Fault)> OpenAsync(HttpLook look)
    {
        var (socket, fault) = await dialer.DialAsync(look.Deadline);
        if (socket is null)
            return (null, fault);
        if (target.Url.Scheme != Uri.UriSchemeHttps)
        {
            var plain = new MeasuredStream(socket, look);
            look.Connected(plain);
            return (plain, default);
        }

        return await SecureAsync(socket, look);
    }

    private async ValueTask<(Stream? Stream, Fault Fault)> SecureAsync(Socket socket, HttpLook look)
    {
        var stream = new MeasuredTlsStream(new NetworkStream(socket, ownsSocket: true), look);
        look.Connected(stream);
        Fault unreadable = default;
        var trusted = authorities?.Read(out unreadable);
        if (authorities is not null && trusted is null)
            return (null, unreadable);

        var handshake = new TlsHandshake(target.Url.IdnHost, trusted, target.Insecure);
        if (await handshake.ShakeAsync(stream, look.Deadline.Token) is { } fault)
            return (null, fault);

        look.Secured();
        return (stream, default);
    }

    private ProbeRequest Request(Uri url, Stream stream)
    {
        var request = new ProbeRequest(url, stream);
        foreach (var (name, value) in target.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Where the answer sends us, or null when it is to be judged.</summary>
    private Uri? NextOf(Uri url, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308) || HttpAnswer.Expects(target, status))
            return null;

        return response.Headers.Location is { } location && Uri.TryCreate(url, location, out var next) ? next : null;
    }

    private bool IsSamePlace(Uri next) => Uri.Compare(next, target.Url, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async ValueTask<Judged> JudgeAsync(HttpResponseMessage response, HttpLook look, bool keeps)
    {
        if (await look.ReadBodyAsync(response.Content) is { } fault)
            return new Judged(fault);

        using var answer = new HttpAnswer(target, (int)response.StatusCode, response.Content.Headers.ContentType, look.Body);
        var judged = new Judged(answer.Judge(), pointers.IsEmpty ? [] : [.. pointers.Select(pointer => answer.Json.Number(pointer, ReadsFlags))]);
        if (keeps && judged.Fault is null && response.Headers.ConnectionClose != true && response.Version >= HttpVersion.Version11 && look.Detach() is { } open)
            Kept!.Hold(open, answer.Json.Number(counter!).Value);
        return judged;
    }

    private async ValueTask<KeptAnswer> AskKeptAsync(Stream open, TimeSpan timeout, CancellationToken cancel)
    {
        using var look = new HttpLook(timeout, time, cancel);
        try
        {
            using var request = Request(target.Url, open);
            using var response = await clients.SendAsync(request, keeps: false, look.Deadline.Token);
            if (await look.ReadBodyAsync(response.Content) is not null)
                return new KeptAnswer(KeptAlive.Answers, null);

            using var answer = new HttpAnswer(target, (int)response.StatusCode, response.Content.Headers.ContentType, look.Body);
            return new KeptAnswer(KeptAlive.Answers, answer.Json.Number(counter!).Value);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // Silence is the service's; anything else means that it had closed the connection, as servers do with idle ones.
            return new KeptAnswer(look.Deadline.IsOver ? KeptAlive.Silent : KeptAlive.None, null);
        }
    }

    private readonly record struct Judged(Fault? Fault, ImmutableArray<NumberReading> Readings = default);
}
