using System.Globalization;
using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class SupervisordLogTests
{
    private readonly Dictionary<string, string> _logs = new() { ["Stdout"] = "before\n", ["Stderr"] = "before\n" };
    private string _settings = Setting("stdout_logfile", "/var/log/web.log") + Setting("stderr_logfile", "/var/log/web.err") + NotRedirected;

    private static string NotRedirected => "<member><name>redirect_stderr</name><value><boolean>0</boolean></value></member>";

    [Fact]
    public async Task Since_BothStreams_HasWhatCameSince()
    {
        var read = await ReadAsync(() =>
        {
            _logs["Stdout"] += "out, in red: \e[31m&lt;stopped&gt;\n";
            _logs["Stderr"] += "never awaited\n";
        });

        Assert.Equal(["out, in red:  [31m<stopped>", "never awaited"], read.Lines.Select(line => line.Text));
        Assert.Null(read.Unseen.Code);
    }

    [Fact]
    public async Task Since_NothingWritten_IsNotReadAtAll()
    {
        var read = await ReadAsync(() => { });
        Assert.Empty(read.Lines);
        Assert.Null(read.Unseen.Code);
    }

    [Fact]
    public async Task Since_ANewLogWasBegun_IsReadFromItsBeginningAndSaidSo()
    {
        var read = await ReadAsync(() => _logs["Stderr"] = "new\n");
        Assert.Equal(("new", "log-cut"), (Assert.Single(read.Lines).Text, read.Unseen.Code));
    }

    [Fact]
    public async Task Since_MoreThanIsRead_SaysSo()
    {
        var read = await ReadAsync(() => _logs["Stderr"] += string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 257)));
        Assert.Equal((256, "log-long"), (read.Lines.Length, read.Unseen.Code));
    }

    [Theory]
    [InlineData("none", "none", "0", "no-log")]
    [InlineData("/dev/stdout", "/dev/stderr", "0", "no-log")]
    [InlineData("/var/log/web.log", "none", "0", "log-half")]
    [InlineData("none", "auto", "0", "log-half")]
    [InlineData("/var/log/web.log", "none", "1", null)]
    public async Task Since_StreamThatIsNotKept_SaysSo(string output, string error, string redirected, string? code)
    {
        _settings = Setting("stdout_logfile", output) + Setting("stderr_logfile", error) + $"<member><name>redirect_stderr</name><value><boolean>{redirected}</boolean></value></member>";
        Assert.Equal(code, (await ReadAsync(() => { })).Unseen.Code);
    }

    [Fact]
    public async Task Since_SupervisordCannotGiveIt_SaysSo()
    {
        // What is not UTF-8 is an error 500 of its own.
        await using var server = new FakeSupervisord(request => FakeSupervisord.MethodOf(request).StartsWith("read", StringComparison.Ordinal)
            ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" : Answer(request));
        using var client = Client(server);
        var since = await new SupervisordLog(new SupervisordConfig("web"), client).MarkAsync(CancellationToken.None);
        _logs["Stderr"] += "ü\n";

        Assert.Equal("log-unseen", (await since(CancellationToken.None)).Unseen.Code);
    }

    [Fact]
    public async Task Mark_NoSuchProgram_SaysSo()
    {
        await using var server = new FakeSupervisord(Answer);
        using var client = Client(server);
        var since = await new SupervisordLog(new SupervisordConfig("other"), client).MarkAsync(CancellationToken.None);
        Assert.Equal("log-unseen", (await since(CancellationToken.None)).Unseen.Code);
    }

    [Fact]
    public async Task Tail_BothStreams_IsTheEndOfEach()
    {
        _logs["Stdout"] += "one\ntwo\n";
        await using var server = new FakeSupervisord(Answer);
        using var client = Client(server);

        var read = await new SupervisordLog(new SupervisordConfig("web"), client).TailAsync(2, null, CancellationToken.None);

        Assert.Equal(["one", "two", "before"], read.Lines.Select(line => line.Text));
        Assert.Null(read.Unseen.Code);
    }

    private async Task<LogRead> ReadAsync(Action written)
    {
        await using var server = new FakeSupervisord(Answer);
        using var client = Client(server);
        var since = await new SupervisordLog(new SupervisordConfig("web"), client).MarkAsync(CancellationToken.None);
        written();
        return await since(CancellationToken.None);
    }

    private static SupervisordClient Client(FakeSupervisord server) => new(new SupervisordConfig("") { Server = server.Url }, TimeProvider.System);

    /// <summary>As supervisor 4.2.5 does it: a tail from 0 is the end of what is longer, and one of nothing tells the length, and that there is more.</summary>
    private string Answer(string request)
    {
        var method = FakeSupervisord.MethodOf(request);
        if (method == "getAllConfigInfo") return FakeSupervisord.Value($"<array><data><value><struct>{Setting("group", "web")}{Setting("name", "web")}{_settings}</struct></value></data></array>");

        var log = _logs[method.Contains("Stdout", StringComparison.Ordinal) ? "Stdout" : "Stderr"];
        var length = log.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Length;
        var numbers = request.Split("<int>").Skip(1).Select(part => int.Parse(part.Split('<')[0], CultureInfo.InvariantCulture)).ToArray();
        if (method.StartsWith("tail", StringComparison.Ordinal))
        {
            return FakeSupervisord.Value($"<array><data>\n<value><string>{log[Math.Max(0, log.Length - numbers[1])..]}</string></value>\n<value><int>{length}</int></value>\n<value><boolean>{(length > 0 ? 1 : 0)}</boolean></value>\n</data></array>");
        }

        var (from, most) = (numbers[0], numbers[1]);
        return FakeSupervisord.Value($"<string>{(most < length - from ? log.Substring(from, most) : log[from..])}</string>");
    }

    private static string Setting(string name, string value) => $"<member><name>{name}</name><value><string>{value}</string></value></member>";
}
