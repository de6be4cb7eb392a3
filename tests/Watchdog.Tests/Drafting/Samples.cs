using System.Net;
using System.Text;
using Watchdog.Drafting;
using Watchdog.Managers;

namespace Watchdog.Tests.Drafting;

/// <summary>Services for the tests of drafts.</summary>
internal static class Samples
{
    private const long Mebibyte = 1 << 20;

    public static DraftContext Context { get; } = new(8192 * Mebibyte, path => path == "/usr/bin/redis-cli");

    public static FoundService Service(string unit, params int[] ports) => new()
    {
        Unit = unit,
        Manager = Manager(unit),
        Ports = [.. ports.Select(port => Port(port))],
        ReadMemory = _ => ValueTask.FromResult(new MemoryLook(40 * Mebibyte, null, default)),
    };

    public static ManagerPart Manager(string unit) => new("systemd", $"{{ \"unit\": \"{unit}\" }}", "The unit that is restarted.");

    public static FoundService Instance(string template, string name, int running, int port) => Service($"{template}@{name}.service", port) with
    {
        Instance = new Instance(name, template + "@ System", Manager(template + "@*.service"), running),
    };

    public static OpenPort Port(int port, string address = "127.0.0.1") => new(new IPEndPoint(IPAddress.Parse(address), port), false, null, 0);

    /// <summary>A service that answers at these paths with these bodies.</summary>
    public static Candidate Answering(FoundService service, params (string Path, string Body)[] answers) => new(
        service,
        new Interview(service.Ports[0], null)
        {
            Origin = new Origin(service.Ports[0].Loopback!, IsTls: false),
            Answers = [.. answers.Select(answer => Answer(answer.Path, 200, answer.Body))],
        },
        Measured(40));

    public static PathAnswer Answer(string path, int status, string body) =>
        new(path, AnswerFormat.Recognise(path, status, body.StartsWith('<') ? "text/html" : null, Encoding.UTF8.GetBytes(body)), TimeSpan.FromMilliseconds(3));

    public static Measured Measured(long mebibytes) => new()
    {
        For = TimeSpan.FromMinutes(1),
        Answers = 13,
        Slowest = TimeSpan.FromMilliseconds(4.2),
        HighestMemory = mebibytes * Mebibyte,
    };

    public static string Text(IReadOnlyList<NamedService> services, params LeftOut[] left) => Draft.File(services, left, Context, new DateOnly(2026, 11, 20));

    public static string Text(params Candidate[] candidates) => Text(InstanceGroups.Of(candidates, Context));

    /// <summary>The draft without its two lines of head and all that is a comment.</summary>
    public static string Bare(params Candidate[] candidates) =>
        string.Concat(InstanceGroups.Of(candidates, Context).Select(service => $"{service.Unit}\n{DraftText.Bare(service.Parts)}"));

    public static string[] Notes(Candidate candidate) => [.. Sayings.Of(candidate, Context)];
}
