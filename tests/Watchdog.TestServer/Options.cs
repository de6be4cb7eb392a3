using System.Globalization;

namespace Watchdog.TestServer;

/// <summary>The command line. Each option is explained in <c>Watchdog.SystemTests/Servers/server.py</c>, whose twin this server is.</summary>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="Control">The file that says how to go wrong.</param>
internal sealed record Options(int Port, string Control)
{
    public int? ExitOnTerm { get; private init; }

    public bool IgnoreTerm { get; private init; }

    public int Backlog { get; private init; } = 16;

    public bool Single { get; private init; }

    public string? Data { get; private init; }

    public bool ForkOrphan { get; private init; }

    public bool ReuseQuietly { get; private init; }

    public string? Dump { get; private init; }

    public static Options Parse(string[] arguments)
    {
        var options = new Options(Number(arguments[0]), arguments[1]);
        using var words = ((IEnumerable<string>)arguments[2..]).GetEnumerator();
        while (words.MoveNext()) options = options.With(words.Current, () => words.MoveNext() ? words.Current : throw new ArgumentException("a value is missing"));
        return options;
    }

    private Options With(string name, Func<string> value) => name switch
    {
        "--exit-on-term" => this with { ExitOnTerm = Number(value()) },
        "--ignore-term" => this with { IgnoreTerm = true },
        "--backlog" => this with { Backlog = Number(value()) },
        "--single" => this with { Single = true },
        "--data" => this with { Data = value() },
        "--fork-orphan" => this with { ForkOrphan = true },
        "--reuse-quietly" => this with { ReuseQuietly = true },
        "--dump" => this with { Dump = value() },
        _ => throw new ArgumentException($"unknown option {name}"),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
