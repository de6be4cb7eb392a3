using Watchdog.Cli.Demo;

namespace Watchdog.Tests.Cli.Demo;

public sealed class DemoScreenTests : IDisposable
{
    private static readonly TimeSpan s_began = TimeSpan.FromSeconds(1000);
    private static readonly DemoLine s_line = new(s_began + TimeSpan.FromSeconds(12.34), "frozen", TimeSpan.FromSeconds(2.2), Tone.Seen, "seen", "liveness fails");

    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Say_NoTerminal_IsAPlainLineWithoutProgress()
    {
        var screen = new DemoScreen(_output, width: 0, colour: false, s_began);
        screen.Progress("12 s");
        screen.Say(s_line);

        Assert.Equal("  12.3 s  frozen         +2.2 s  seen        liveness fails\n", _output.ToString());
    }

    [Fact]
    public void Say_NoColour_ErasesTheProgressAndColoursNothing()
    {
        var screen = new DemoScreen(_output, width: 80, colour: false, s_began);
        screen.Progress("12 s");
        screen.Say(s_line with { After = null });

        Assert.Equal("\r\e[K12 s\r\e[K  12.3 s  frozen                 seen        liveness fails\n", _output.ToString());
    }

    [Fact]
    public void Say_Colour_ColoursTheWord()
    {
        new DemoScreen(_output, width: 80, colour: true, s_began).Say(s_line);

        Assert.Equal("\r\e[K  12.3 s  frozen         +2.2 s  \e[33mseen      \e[0m  liveness fails\n", _output.ToString());
    }

    [Fact]
    public void Progress_WiderThanTheTerminal_IsCutBeforeItWraps()
    {
        new DemoScreen(_output, width: 10, colour: false, s_began).Progress("0123456789");

        Assert.Equal("\r\e[K01234567…", _output.ToString());
    }
}
