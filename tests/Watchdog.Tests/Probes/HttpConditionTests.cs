using Watchdog.Config;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>The conditions on an answer, and what no restart mends.</summary>
public sealed class HttpConditionTests
{
    private static readonly string TenThousandDeep = new string('[', 10_000) + new string(']', 10_000);

    [Theory]
    [InlineData(200, "")]
    [InlineData(299, "")]
    [InlineData(401, ProbeCodes.Unauthorized)]
    [InlineData(403, ProbeCodes.Forbidden)]
    [InlineData(404, ProbeCodes.NotFound)]
    [InlineData(407, ProbeCodes.ProxyAuth)]
    [InlineData(429, ProbeCodes.RateLimited)]
    [InlineData(304, ProbeCodes.UnexpectedStatus)]
    [InlineData(405, ProbeCodes.UnexpectedStatus)]
    public void Judge_StatusOfConfiguration_AlertsOnly(int status, string code)
    {
        var fault = Judge(new HttpTarget { Url = new Uri("http://a/") }, status, "{}");

        Assert.Equal(code, fault?.Reason.Code ?? "");
        Assert.Equal(code.Length > 0, fault?.AlertOnly ?? false);
    }

    [Theory]
    [InlineData(500, "oops", ProbeCodes.Status5xx)]
    [InlineData(599, "", ProbeCodes.Status5xx)]
    [InlineData(503, "", ProbeCodes.Status503Empty)]
    [InlineData(503, "{}", ProbeCodes.Status503)]
    [InlineData(408, "", ProbeCodes.UnexpectedStatus)]
    public void Judge_StatusOfTheApplication_Fails(int status, string body, string code)
    {
        var fault = Judge(new HttpTarget { Url = new Uri("http://a/") }, status, body);

        Assert.Equal((code, false), (fault!.Value.Reason.Code, fault.Value.AlertOnly));
    }

    [Fact]
    public void Judge_StatusSet_ReplacesTheDefault()
    {
        var target = new HttpTarget { Url = new Uri("http://a/"), Status = [401, 503] };

        Assert.Null(Judge(target, 401, ""));
        Assert.Null(Judge(target, 503, ""));
        Assert.Equal("unexpected-status: the answer is 200, which is not expected", Judge(target, 200, "")!.Value.Reason.ToString());
    }

    [Theory]
    [InlineData("""{"status":"ok"}""", "/status", "\"ok\"")]
    [InlineData("""{"status":true}""", "/status", "true")]
    [InlineData("""{"status":null}""", "/status", "null")]
    [InlineData("""{"n":1.0}""", "/n", "1")]
    [InlineData("""{"n":100}""", "/n", "1e2")]
    [InlineData("""{"n":1e400}""", "/n", "1e400")]
    [InlineData("""{"a":{"x":1,"y":[1,2]}}""", "/a", """{"y":[1,2],"x":1.0}""")]
    [InlineData("""[{"a/b":1,"m~n":2}]""", "/0/a~1b", "1")]
    [InlineData("""[{"a/b":1,"m~n":2}]""", "/0/m~0n", "2")]
    [InlineData("""{"":{"":3}}""", "//", "3")]
    [InlineData("7", "", "7")]
    [InlineData("\uFEFF{\"a\":1}", "/a", "1")]
    [InlineData("{\"a\":\"\\u006fk\"}", "/a", "\"ok\"")]
    public void Judge_JsonAsExpected_Passes(string body, string pointer, string expected) =>
        Assert.Null(Judge(Expecting(pointer, expected), 200, body));

    [Theory]
    [InlineData("""{"status":"error"}""", "/status", "\"ok\"", """json-mismatch: /status is "error"; "ok" was expected""")]
    [InlineData("""{"status":1}""", "/status", "true", "json-mismatch: /status is 1; true was expected")]
    [InlineData("""{"n":1e400}""", "/n", "1", "json-mismatch: /n is 1e400; 1 was expected")]
    [InlineData("""{"n":-0.1e-400}""", "/n", "0", "json-mismatch: /n is -0.1e-400; 0 was expected")]
    [InlineData("""{"n":1e99999999999}""", "/n", "1", "json-mismatch: /n is 1e99999999999; 1 was expected")]
    [InlineData("""{"n":9007199254740993}""", "/n", "9007199254740992", "json-mismatch: /n is 9007199254740993; 9007199254740992 was expected")]
    [InlineData("""{"a":1}""", "/b", "1", "json-missing: nothing stands at /b; 1 was expected")]
    [InlineData("""[1]""", "/01", "1", "json-missing: nothing stands at /01; 1 was expected")]
    [InlineData("""[1]""", "/1", "1", "json-missing: nothing stands at /1; 1 was expected")]
    [InlineData("""[1]""", "/99999999999", "1", "json-missing: nothing stands at /99999999999; 1 was expected")]
    [InlineData("""[1]""", "/-", "1", "json-missing: nothing stands at /-; 1 was expected")]
    [InlineData("""{"a":1}""", "/a/b", "1", "json-missing: nothing stands at /a/b; 1 was expected")]
    [InlineData("", "/a", "1", "not-json: JSON was expected; the body is empty")]
    [InlineData("ok", "/a", "1", "not-json: JSON was expected; the body is none (line 1, byte 1)")]
    [InlineData("""{"a":"\ud800"}""", "/a", "\"x\"", "not-json: the JSON has a string that is no valid Unicode")]
    public void Judge_JsonNotAsExpected_SaysWhatItIs(string body, string pointer, string expected, string reason)
    {
        var fault = Judge(Expecting(pointer, expected), 200, body);

        Assert.Equal((reason, false), (fault!.Value.Reason.ToString(), fault.Value.AlertOnly));
    }

    [Fact]
    public void Judge_LongValue_IsCutTo80CharactersOnOneLine()
    {
        var fault = Judge(Expecting("/a", "1"), 200, $$"""{"a":["{{new string('x', 500)}}"]}""");

        Assert.Equal($"/a is [\"{new string('x', 77)}…; 1 was expected", fault!.Value.Reason.Sentence);
        Assert.DoesNotContain('\n', Judge(Expecting("/a", "1"), 200, "{\"a\":[1,\n2]}")!.Value.Reason.Sentence);
    }

    [Fact]
    public void Judge_BodyThatIsNoUtf8_IsNotJson()
    {
        using var answer = new HttpAnswer(Expecting("/a", "1"), 200, null, new byte[] { (byte)'"', 0xff, 0xfe, (byte)'"' });

        Assert.Equal("not-json: JSON was expected; the body is no valid UTF-8", answer.Judge()!.Value.Reason.ToString());
    }

    [Fact]
    public void Judge_JsonTooDeep_SaysSo()
    {
        var full = new string('[', 64) + new string(']', 64);
        Assert.Equal(ProbeCodes.JsonMismatch, Judge(Expecting("", "1"), 200, full)!.Value.Reason.Code);
        Assert.Equal("json-too-deep: the JSON is nested deeper than 64", Judge(Expecting("", "1"), 200, $"[{full}]")!.Value.Reason.ToString());
        Assert.Equal(ProbeCodes.JsonTooDeep, Judge(Expecting("", "1"), 200, TenThousandDeep)!.Value.Reason.Code);
        Assert.Equal(ProbeCodes.JsonTooDeep, Judge(Expecting("", "1"), 200, TenThousandDeep[..15_000])!.Value.Reason.Code);
    }

    [Theory]
    [InlineData("<!doctype html><title>Log in</title>", "text/html; charset=utf-8", ProbeCodes.HtmlNotJson)]
    [InlineData("  \n<html>", null, ProbeCodes.HtmlNotJson)]
    [InlineData("oops", "text/plain", ProbeCodes.NotJson)]
    public void Judge_HtmlWhereJsonWas_AlertsOnly(string body, string? type, string code)
    {
        var fault = Judge(Expecting("/status", "\"ok\""), 200, body, type);

        Assert.Equal((code, code == ProbeCodes.HtmlNotJson), (fault!.Value.Reason.Code, fault.Value.AlertOnly));
    }

    [Fact]
    public void Judge_Text_MustStandSomewhere()
    {
        var target = new HttpTarget { Url = new Uri("http://a/"), Text = "grün" };

        Assert.Null(Judge(target, 200, "alles grün hier"));
        Assert.Equal("text-missing: the text \"grün\" stands nowhere in the answer", Judge(target, 200, "rot")!.Value.Reason.ToString());
    }

    [Theory]
    [InlineData("""{"status":"fail","checks":{"database":false,"queue":true}}""")]
    [InlineData("""{"status":"degraded","checks":{"status":"fail","database":"DOWN","queue":"ok"}}""")]
    [InlineData("""{"checks":{"database":{"status":"fail","latency":3},"queue":{"status":"ok"}}}""")]
    [InlineData("""{"ok":false,"checks":{"database":{"ok":false}}}""")]
    [InlineData("""{"checks":{"database":"fail","cache":"fail"}}""")]
    public void Judge_OnlyNamedSubCheckFails_AlertsOnly(string body)
    {
        var target = new HttpTarget { Url = new Uri("http://a/"), AlertOnly = ["/checks/database", "/checks/cache"] };

        var fault = Judge(target, 503, body);

        Assert.Equal((ProbeCodes.SubCheckFailed, true), (fault!.Value.Reason.Code, fault.Value.AlertOnly));
        Assert.StartsWith("/checks/database is ", fault.Value.Reason.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"checks":{"database":false,"queue":false}}""", 503)]
    [InlineData("""{"checks":{"database":false},"accept_loop":{"status":"dead"}}""", 503)]
    [InlineData("""{"checks":{"database":true,"queue":true}}""", 503)]
    [InlineData("""{"checks":{"queue":false}}""", 503)]
    [InlineData("""{"checks":{"database":false}}""", 500)]
    [InlineData("not json", 503)]
    [InlineData("", 503)]
    public void Judge_SomethingElseFails_IsNoAlertOnly(string body, int status)
    {
        var target = new HttpTarget { Url = new Uri("http://a/"), AlertOnly = ["/checks/database"] };

        Assert.False(Judge(target, status, body)!.Value.AlertOnly);
    }

    [Theory]
    [InlineData("""{"status":"degraded","checks":{"database":"fail"},"sessions":"ok"}""", true)]
    [InlineData("""{"status":"degraded","checks":{"database":"ok"},"sessions":"ok"}""", false)]
    [InlineData("""{"status":"degraded","checks":{"database":"fail"},"sessions":"stuck"}""", false)]
    public void Judge_ConditionThatSumsUpTheSubCheck_AlertsOnlyWhenNoOtherFails(string body, bool alertOnly)
    {
        var target = new HttpTarget
        {
            Url = new Uri("http://a/"),
            Json = [ProbeRig.Expect("/status", "\"ok\""), ProbeRig.Expect("/sessions", "\"ok\"")],
            AlertOnly = ["/checks/database"],
        };

        Assert.Equal(alertOnly, Judge(target, 200, body)!.Value.AlertOnly);
    }

    private static HttpTarget Expecting(string pointer, string json) =>
        new() { Url = new Uri("http://a/"), Json = [ProbeRig.Expect(pointer, json)] };

    private static Fault? Judge(HttpTarget target, int status, string body, string? type = null)
    {
        var parsed = type is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var answer = new HttpAnswer(target, status, parsed, System.Text.Encoding.UTF8.GetBytes(body));
        return answer.Judge();
    }
}
