using System.Globalization;
using System.Text;
using Watchdog.Tests.Probes;

namespace Watchdog.Tests.Managers.Supervisord;

/// <summary>Answers each method as the test says, and notes what it was asked for.</summary>
internal sealed class FakeSupervisord : IAsyncDisposable
{
    private readonly FaultyServer _server;
    private readonly List<string> _asked = [];

    /// <param name="answer">From the whole request to the body of the answer, or to all of it where it begins with <c>HTTP/</c>.</param>
    public FakeSupervisord(Func<string, string> answer) => _server = FaultyServer.Serving(async (stream, cancel) =>
    {
        var request = await ReadAsync(stream, cancel);
        lock (_asked) _asked.Add(request);
        var text = answer(request);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.StartsWith("HTTP/", StringComparison.Ordinal) ? text : FaultyServer.Reply("200 OK", text, "text/xml")), cancel);
    });

    public string Url => $"http://127.0.0.1:{_server.Port}";

    /// <summary>Whole requests, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get { lock (_asked) return [.. _asked]; }
    }

    public IEnumerable<string> Methods => Asked.Select(MethodOf);

    public static string MethodOf(string request) => request.Split("<methodName>")[1].Split("</methodName>")[0]["supervisor.".Length..];

    public static string True => Value("<boolean>1</boolean>");

    public static string Value(string value) => $"<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>{value}</value>\n</param>\n</params>\n</methodResponse>\n";

    public static string Fault(int code, string text) => $"<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct><member>\n<name>faultCode</name>\n<value><int>{code}</int></value>\n</member>\n<member>\n<name>faultString</name>\n<value><string>{text}</string></value>\n</member>\n</struct></value>\n</fault>\n</methodResponse>\n";

    /// <summary>As supervisor 4.2.5 writes getProcessInfo, logs left out.</summary>
    public static string Info(string state, int pid = 0, long start = 1000, long stop = 0, long now = 2000, int exit = 0, string error = "") => Value(
        "<struct>" + Member("name", "<string>web</string>") + Member("group", "<string>web</string>") + Member("statename", $"<string>{state}</string>")
        + Member("pid", $"<int>{pid}</int>") + Member("start", $"<int>{start}</int>") + Member("stop", $"<int>{stop}</int>") + Member("now", $"<int>{now}</int>")
        + Member("exitstatus", $"<int>{exit}</int>") + Member("spawnerr", $"<string>{error}</string>") + "</struct>");

    public static string Configs(string group, string name, int stopWait, int startSeconds) => Value(
        "<array><data>\n<value><struct>" + Member("group", "<string>other</string>") + Member("name", "<string>other</string>") + Member("stopwaitsecs", "<int>99</int>") + "</struct></value>\n"
        + "<value><struct>" + Member("group", $"<string>{group}</string>") + Member("name", $"<string>{name}</string>") + Member("exitcodes", "<array><data>\n<value><int>0</int></value>\n</data></array>")
        + Member("stopwaitsecs", $"<int>{stopWait}</int>") + Member("startsecs", $"<int>{startSeconds}</int>") + "</struct></value>\n</data></array>");

    /// <summary>As it writes getAllProcessInfo, in the same way.</summary>
    public static string Programs(params (string Group, string Name, string State, int Pid)[] programs) => Value("<array><data>\n" + string.Concat(programs.Select(program =>
        "<value><struct>" + Member("name", $"<string>{program.Name}</string>") + Member("group", $"<string>{program.Group}</string>") + Member("statename", $"<string>{program.State}</string>")
        + Member("pid", $"<int>{program.Pid}</int>") + Member("start", "<int>1000</int>") + Member("now", "<int>2000</int>") + "</struct></value>\n")) + "</data></array>");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Member(string name, string value) => $"<member>\n<name>{name}</name>\n<value>{value}</value>\n</member>\n";

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer, cancel);
            if (count == 0) break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = request[..end].Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        return request.Length - end - 4 >= int.Parse(length, CultureInfo.InvariantCulture);
    }
}
