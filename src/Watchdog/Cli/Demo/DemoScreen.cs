using System.Globalization;
using Watchdog.Core;

namespace Watchdog.Cli.Demo;

/// <summary>The timeline: plain lines, and on a terminal colour and a last line that says how it stands.</summary>
/// <param name="output">Where to.</param>
/// <param name="width">Columns of the terminal; 0 where it is none.</param>
/// <param name="colour">Whether it may be coloured.</param>
/// <param name="began">When the demo began, monotonic: times count from there.</param>
internal sealed class DemoScreen(TextWriter output, int width, bool colour, TimeSpan began)
{
    private const string EraseLine = "\r\e[K";
    private const string Reset = "\e[0m";

    /// <summary>For this process's standard output; after <c>NO_COLOR</c> (no-color.org).</summary>
    public static DemoScreen ForConsole(TimeSpan began)
    {
        var terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new DemoScreen(Console.Out, terminal ? Math.Max(20, Console.WindowWidth) : 0, colour, began);
    }

    public void Say(string text = "") => Write(text);

    /// <summary>What the columns of the timeline are.</summary>
    public void Head() => Write($"{"time",8}  {"service",-11}  {"of fault",8}  what");

    public void Say(DemoLine line)
    {
        var after = line.After is { } span ? $"+{Seconds(span)}" : "";
        Write($"{Seconds(line.Up - began),8}  {line.Service,-11}  {after,8}  {Coloured($"{line.Word,-10}", line.Tone)}  {line.Text}");
    }

    /// <summary>Bold, or coloured, where that is wanted.</summary>
    public string Coloured(string text, Tone tone) => colour && Code(tone) is { } code ? $"\e[{code}m{text}{Reset}" : text;

    /// <summary>How it stands now; on a terminal only, always on the last line.</summary>
    public void Progress(string text)
    {
        if (width > 0) output.Write(EraseLine + Words.Line(text, width - 1));
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    private void Write(string line) => output.WriteLine(width > 0 ? EraseLine + line : line);

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Fault => "1;35",
        Tone.Seen => "33",
        Tone.Decided => "36",
        Tone.Done => "34",
        Tone.Well => "32",
        Tone.Alarm => "1;31",
        _ => null,
    };
}
