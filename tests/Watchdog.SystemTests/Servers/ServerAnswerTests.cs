using System.Text.RegularExpressions;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Servers;

/// <summary>The modes that are about what is answered.</summary>
public sealed partial class ServerAnswerTests : ServerTests
{
    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Ok_Asked_AnswersAndCountsConnections(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        var first = await server.AskAsync();
        var deep = await server.AskAsync("/health?deep=1");

        Assert.Equal($$$"""{"status": "ok", "pid": {{{server.Pid}}}, "active_streams": 0, "accept_loop": {"requests_total": 1}}""", WithoutMemory(first.Body));
        Assert.Equal(
            $$$"""{"status": "ok", "pid": {{{server.Pid}}}, "active_streams": 0, "accept_loop": {"requests_total": 2}, "checks": {"database": "ok", "queue": "ok"}}""",
            WithoutMemory(deep.Body));
        Assert.Equal(("200", "200", 0), (first.Outcome, deep.Outcome, server.Signs.Backlog));
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task EachAnswer_Asked_IsTheOneNamed(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        await AnswersAsync(server, "deep-fail", "/health?deep=1", "503", "application/json", "\"queue\": \"fail\"");
        await AnswersAsync(server, "dependency", "/health?deep=1", "503", "application/json", "\"database\": \"fail\"");
        await AnswersAsync(server, "deep-fail\nbusy 3", "/health", "200", "application/json", "\"active_streams\": 3");
        await AnswersAsync(server, "status 500", "/health", "500", "application/json", "{\"status\": \"status 500\"}");
        await AnswersAsync(server, "status-empty 503", "/health", "503", "Content-Length: 0", "");
        await AnswersAsync(server, "login", "/health", "302", "Location: http://login.example/login", "");
        await AnswersAsync(server, "html", "/health", "200", "text/html", "<!DOCTYPE html>");
        await AnswersAsync(server, "wrong-json", "/health", "200", "application/json", "{\"status\": \"starting\"}");
        await server.UntilAsync("reset", "reset");
        await AnswersAsync(server, "busy 2", "/health", "200", "application/json", "\"active_streams\": 2");
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Flat_Asked_AnswersAndCountsNothing(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        server.Say("flat\nbusy 1");
        await Eventually.TrueAsync(async () => (await server.AskAsync()).Body.Contains("\"active_streams\": 1", StringComparison.Ordinal), "the mode");

        var before = RunningServer.Counter(await server.AskAsync());

        Assert.Equal(before, RunningServer.Counter(await server.AskAsync()));
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Grow_Twice_HoldsBoth(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);
        var before = server.Signs.Resident;

        server.Say("grow 30");
        await Eventually.TrueAsync(() => server.Signs.Resident > before + (28 << 10), "30 MiB more");
        server.Say("grow 31");

        await Eventually.TrueAsync(() => server.Signs.Resident > before + (58 << 10), "61 MiB more");
        Assert.Equal("200", await server.OutcomeAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public async Task Exit_Said_EndsWithThatCode(ServerRuntime runtime)
    {
        await using var server = await StartAsync(runtime);

        server.Say("exit 7");

        Assert.Equal(7, await server.ExitCodeAsync());
    }

    private static async Task AnswersAsync(RunningServer server, string mode, string path, string status, string header, string body)
    {
        server.Say(mode);
        var last = new Seen("");
        await Eventually.TrueAsync(
            async () =>
            {
                last = await server.AskAsync(path);
                return last.Outcome == status && last.Head.Contains(header, StringComparison.Ordinal) && last.Body.Contains(body, StringComparison.Ordinal);
            },
            $"the answer of {mode}");
        Assert.Equal(body.Length == 0, last.Body.Length == 0);
    }

    /// <summary>Which the one in Python tells as well.</summary>
    private static string WithoutMemory(string body) => Memory().Replace(body, "");

    [GeneratedRegex(""", "memory": \{"rss_bytes": [0-9]+\}""")]
    private static partial Regex Memory();
}
