using System.Text;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

/// <summary>Answers of real software, and what is made of them.</summary>
public sealed class AnswerFormatTests
{
    private const string Json = "application/json";
    private const string Text = "text/plain";

    [Theory]
    // Open WebUI, Spring Boot, health+json (RFC draft), FastAPI habits, Grafana, ASP.NET, Ollama, Keycloak and MicroProfile, a bare word, numbers
    [InlineData("/health", 200, Json, """{"status":true}""", """{ "json": { "/status": true } }""")]
    [InlineData("/actuator/health", 200, "application/vnd.spring-boot.actuator.v3+json", """{"status":"UP"}""", """{ "json": { "/status": "UP" } }""")]
    [InlineData("/health", 200, "application/health+json", """{"status":"pass","version":"1"}""", """{ "json": { "/status": "pass" } }""")]
    [InlineData("/health", 200, Json, """{"Status":"Healthy","uptime":12.5}""", """{ "json": { "/Status": "Healthy" } }""")]
    [InlineData("/api/health", 200, Json, """{"commit":"7","database":"ok","version":"11"}""", null)]
    [InlineData("/health", 200, Json, """{"ok":true,"status":"green"}""", """{ "json": { "/ok": true } }""")]
    [InlineData("/health", 200, Json, """{"healthy":1}""", """{ "json": { "/healthy": 1 } }""")]
    [InlineData("/health", 200, Json, """{"code":0,"message":"nothing to say"}""", """{ "json": { "/code": 0 } }""")]
    [InlineData("/health", 200, Json, """{"status":200}""", """{ "json": { "/status": 200 } }""")]
    [InlineData("/health", 200, Json, """{"data":{"state":"running"}}""", """{ "json": { "/data/state": "running" } }""")]
    [InlineData("/health", 200, Json, """{"message":"OK"}""", """{ "json": { "/message": "OK" } }""")]
    [InlineData("/health", 200, Json, """{"uptime":1234,"version":"2.0"}""", null)]
    [InlineData("/health", 200, Json, """{"status":"green","number_of_nodes":1}""", null)]
    [InlineData("/", 200, Json, """{"status":"running"}""", """{ "json": { "/status": "running" } }""")]
    [InlineData("/health", 200, Json, "[]", null)]
    [InlineData("/health", 200, Json, "\"ok\"", """{ "text": "ok" }""")]
    [InlineData("/health", 200, Json, "true", """{ "text": "true" }""")]
    [InlineData("/health", 200, Text, "OK", """{ "text": "OK" }""")]
    [InlineData("/health", 200, Text, "Healthy", """{ "text": "Healthy" }""")]
    [InlineData("/-/healthy", 200, Text, "Prometheus Server is Healthy.\n", """{ "text": "Healthy" }""")]
    [InlineData("/", 200, Text, "Ollama is running", """{ "text": "running" }""")]
    [InlineData("/healthz", 200, Text, "[+]ping ok\n[+]etcd ok\nhealthz check passed\n", """{ "text": "check passed" }""")]
    [InlineData("/health", 200, null, "pong", """{ "text": "pong" }""")]
    [InlineData("/health", 200, null, "", null)]
    [InlineData("/health", 204, null, "", null)]
    [InlineData("/health", 200, Text, "v1.2.3", null)]
    public void Recognise_AnswerOfHealth_IsExpectedAgain(string path, int status, string? type, string body, string? expect)
    {
        var answer = AnswerFormat.Recognise(path, status, type, Encoding.UTF8.GetBytes(body));

        Assert.Equal((AnswerKind.Health, expect), (answer.Kind, answer.Expect));
    }

    [Theory]
    [InlineData("/health", 200, "text/html; charset=utf-8", "ok", nameof(AnswerKind.Page))]
    [InlineData("/", 200, null, "<!DOCTYPE html><title>ok</title>", nameof(AnswerKind.Page))]
    [InlineData("/health", 200, null, "\n  <html></html>", nameof(AnswerKind.Page))]
    [InlineData("/", 200, null, "", nameof(AnswerKind.NoHealth))]
    [InlineData("/", 200, Text, "Hello", nameof(AnswerKind.NoHealth))]
    [InlineData("/", 200, Json, """{"message":"Welcome"}""", nameof(AnswerKind.NoHealth))]
    [InlineData("/", 200, Json, "[1]", nameof(AnswerKind.NoHealth))]
    [InlineData("/health", 200, Json, """{"status":""", nameof(AnswerKind.NoHealth))]
    [InlineData("/health", 200, Json, """{"status":"\ud800"}""", nameof(AnswerKind.NoHealth))]
    [InlineData("/health", 200, Text, "a 1\nb 2\nc 3\nd ok\n", nameof(AnswerKind.NoHealth))]
    [InlineData("/health", 200, Json, """{"status":"starting"}""", nameof(AnswerKind.Failing))]
    [InlineData("/health", 200, Json, """{"status":"not ready"}""", nameof(AnswerKind.Failing))]
    [InlineData("/health", 200, Json, """{"healthy":false}""", nameof(AnswerKind.Failing))]
    [InlineData("/health", 200, Text, "not ok", nameof(AnswerKind.Failing))]
    [InlineData("/healthz", 200, Text, "[+]ping ok\n[-]etcd failed\n", nameof(AnswerKind.Failing))]
    [InlineData("/health", 503, Json, """{"status":"ok"}""", nameof(AnswerKind.Failing))]
    [InlineData("/health", 401, Json, "{}", nameof(AnswerKind.Login))]
    [InlineData("/health", 403, Json, "{}", nameof(AnswerKind.Login))]
    [InlineData("/health", 302, null, "", nameof(AnswerKind.Redirect))]
    [InlineData("/health", 404, Json, """{"detail":"Not Found"}""", nameof(AnswerKind.Missing))]
    [InlineData("/health", 405, null, "", nameof(AnswerKind.Missing))]
    [InlineData("/health", 501, null, "", nameof(AnswerKind.Missing))]
    [InlineData("/health", 429, null, "", nameof(AnswerKind.TooOften))]
    public void Recognise_AnyOtherAnswer_IsNone(string path, int status, string? type, string body, string kind)
    {
        var answer = AnswerFormat.Recognise(path, status, type, Encoding.UTF8.GetBytes(body));

        Assert.Equal((kind, null), (answer.Kind.ToString(), answer.Expect));
    }

    [Theory]
    [InlineData("""{"status":"UP","components":{"db":{"status":"UP"},"diskSpace":{"status":"UP"},"ping":{"status":"UP"}}}""", "/components/db /components/diskSpace")]
    [InlineData("""{"status":"ok","checks":{"database":"ok","queue":"ok"}}""", "/checks/database")]
    [InlineData("""{"status":"Healthy","entries":{"npgsql":{"status":"Healthy"}}}""", "/entries/npgsql")]
    [InlineData("""{"status":"UP","checks":[{"name":"db","status":"UP"}]}""", "")]
    [InlineData("""{"status":"pass","checks":{"redis:conn":[{"status":"pass"}],"cpu:load":[{"status":"pass"}]}}""", "/checks/redis:conn")]
    [InlineData("""{"status":"ok","checks":{"a/database":"ok","my-db":true,"redis":[]}}""", "/checks/my-db")]
    public void Recognise_SubChecks_NamesThoseOutside(string body, string outside)
    {
        var answer = AnswerFormat.Recognise("/health", 200, Json, Encoding.UTF8.GetBytes(body));

        Assert.True(answer.HasSubChecks);
        Assert.Equal(outside, string.Join(' ', answer.Outside));
    }

    [Fact]
    public void Recognise_LineSeparatorsInAnAnswer_AreNoneInWhatIsSaid()
    {
        var answer = AnswerFormat.Recognise("/health", 200, Text, Encoding.UTF8.GetBytes("ok\u2028\"x\": 1\u2029\r\n\u0085y"));

        Assert.DoesNotContain(answer.What, c => char.IsControl(c) || c is '\u2028' or '\u2029');
    }

    [Fact]
    public void Recognise_NoUtf8_IsNoHealth()
    {
        Assert.Equal(AnswerKind.NoHealth, AnswerFormat.Recognise("/health", 200, Json, new byte[] { (byte)'{', 0xFF, 0xFE }).Kind);
    }
}
