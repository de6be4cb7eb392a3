using System.Net.Http.Headers;
using System.Text;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Probes;

/// <summary>A complete answer, judged by the conditions of its check.</summary>
internal sealed class HttpAnswer(HttpTarget target, int status, MediaTypeHeaderValue? type, ReadOnlyMemory<byte> body) : IDisposable
{
    private JsonBody? json;

    /// <summary>The body as JSON, parsed when first asked for.</summary>
    public JsonBody Json => json ??= JsonBody.Parse(body);

    private bool IsHtml => type?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) ?? body.Span.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    public static bool Expects(HttpTarget target, int status) =>
        target.Status.IsDefaultOrEmpty ? status is >= 200 and <= 299 : target.Status.Contains(status);

    /// <summary>Null when every condition holds.</summary>
    public Fault? Judge()
    {
        try
        {
            var fault = StatusFault() ?? JsonFault() ?? TextFault();
            return fault is { AlertOnly: false } && FailingSubCheck() is { } named ? named : fault;
        }
        catch (InvalidOperationException)
        {
            return Fault.Sick(JsonBody.BrokenString.Code, JsonBody.BrokenString.Sentence);
        }
    }

    public void Dispose() => json?.Dispose();

    private Fault? StatusFault()
    {
        if (Expects(target, status))
            return null;

        return status switch
        {
            401 => Fault.Alert(ProbeCodes.Unauthorized, "the answer is 401: it wants a login; give the check the headers that it needs"),
            403 => Fault.Alert(ProbeCodes.Forbidden, "the answer is 403: it does not let us look; give the check the headers that it needs"),
            404 => Fault.Alert(ProbeCodes.NotFound, $"the answer is 404: there is no {Words.Line(target.Url.AbsolutePath)}; check the URL"),
            407 => Fault.Alert(ProbeCodes.ProxyAuth, "the answer is 407: a proxy wants a login; check the URL"),
            429 => Fault.Alert(ProbeCodes.RateLimited, "the answer is 429: it is asked too often; raise the interval"),
            503 when body.IsEmpty => Fault.Sick(ProbeCodes.Status503Empty, "the answer is 503 with an empty body, as of a full worker pool"),
            503 => Fault.Sick(ProbeCodes.Status503, "the answer is 503"),
            >= 500 => Fault.Sick(ProbeCodes.Status5xx, $"the answer is {status}"),
            408 or < 300 => Fault.Sick(ProbeCodes.UnexpectedStatus, $"the answer is {status}, which is not expected"),
            _ => Fault.Alert(ProbeCodes.UnexpectedStatus, $"the answer is {status}, which is not expected; check the URL"),
        };
    }

    private Fault? JsonFault()
    {
        if (target.Json.IsDefaultOrEmpty)
            return null;
        if (Json.Root is not { } root)
        {
            return IsHtml
                ? Fault.Alert(ProbeCodes.HtmlNotJson, "JSON was expected and an HTML page came, a login page perhaps; check the URL")
                : Fault.Sick(Json.Problem.Code, Json.Problem.Sentence);
        }

        foreach (var (pointer, expected) in target.Json)
        {
            if (JsonPointer.Find(root, pointer) is not { } got)
                return Fault.Sick(ProbeCodes.JsonMissing, $"nothing stands at {pointer}; {JsonBody.Text(expected)} was expected");
            if (!JsonBody.AreEqual(got, expected))
                return Fault.Sick(ProbeCodes.JsonMismatch, $"{pointer} is {JsonBody.Text(got)}; {JsonBody.Text(expected)} was expected");
        }

        return null;
    }

    private Fault? TextFault() => target.Text is not { } text || body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
        ? null
        : Fault.Sick(ProbeCodes.TextMissing, $"the text \"{Words.Line(text)}\" stands nowhere in the answer");

    /// <summary>Set when all that is wrong is a sub-check that a restart cannot mend.</summary>
    private Fault? FailingSubCheck()
    {
        if (target.AlertOnly.IsDefaultOrEmpty || (status != 503 && !Expects(target, status)) || Json.Root is not { } root)
            return null;
        if (target.Json.Any(c => !Holds(c.Key, c.Value) && !SubChecks.Covers(target.AlertOnly, c.Key)) || TextFault() is not null)
            return null;

        return SubChecks.OnlyFailing(root, target.AlertOnly) is { } pointer
            ? Fault.Alert(ProbeCodes.SubCheckFailed, $"{pointer} is {JsonBody.Text(JsonPointer.Find(root, pointer)!.Value)}, which a restart cannot mend")
            : null;

        bool Holds(string at, System.Text.Json.JsonElement expected) =>
            JsonPointer.Find(root, at) is { } got && JsonBody.AreEqual(got, expected);
    }
}
