using System.CommandLine;
using Watchdog.Cli;

namespace Watchdog.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly Invoked _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("--config f run")]
    [InlineData("run --config f")]
    public async Task Run_ConfigAnywhere_IsPassedOn(string line)
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync(line.Split(' ')));
        Assert.Equal(new RunCommand.Options(line == "run" ? null : "f"), _cli.Asked);
    }

    [Fact]
    public async Task Check_ServicesAndJson_ArePassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("check", "a", "b", "--json"));
        var options = Assert.IsType<CheckCommand.Options>(_cli.Asked);
        Assert.Equal(["a", "b"], options.Services);
        Assert.True(options.Json);
    }

    [Fact]
    public async Task Check_NoService_MeansAll()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("check"));
        Assert.Empty(Assert.IsType<CheckCommand.Options>(_cli.Asked).Services);
    }

    [Fact]
    public async Task Check_AtSign_IsAServiceNotAFileOfArguments()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("check", "@/etc/passwd"));
        Assert.Equal(["@/etc/passwd"], Assert.IsType<CheckCommand.Options>(_cli.Asked).Services);
    }

    [Fact]
    public async Task History_EveryOption_IsPassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("history", "a", "--since", "2h", "--limit", "7", "--json"));
        Assert.Equal(new HistoryCommand.Options(null, "a", "2h", 7, true), _cli.Asked);
    }

    [Fact]
    public async Task History_NoOption_HasDefaults()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("history"));
        Assert.Equal(new HistoryCommand.Options(null, null, null, null, false), _cli.Asked);
    }

    [Fact]
    public async Task Report_EveryOption_IsPassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("report", "a", "--since", "7d", "--html", "--output", "a.html"));
        Assert.Equal(new ReportCommand.Options(null, "a", "7d", ReportCommand.Form.Html, "a.html"), _cli.Asked);
    }

    [Fact]
    public async Task Report_NoOption_IsTheLastDayAsText()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("report"));
        Assert.Equal(new ReportCommand.Options(null, null, "24h", ReportCommand.Form.Text, null), _cli.Asked);
    }

    [Fact]
    public async Task Report_TwoForms_IsUnusable()
    {
        Assert.Equal(2, await _cli.RunAsync("report", "--html", "--json"));
    }

    [Fact]
    public async Task OtherCommands_TheirArguments_ArePassedOn()
    {
        foreach (var (line, expected) in new (string, object)[]
        {
            ("validate --effective", new ValidateCommand.Options(null, true)),
            ("status", new StatusCommand.Options(null, null, false)),
            ("status a --json", new StatusCommand.Options(null, "a", true)),
            ("why a", new WhyCommand.Options(null, "a")),
            ("rearm a", new RearmCommand.Options(null, "a")),
            ("reload", new ReloadCommand.Options(null)),
            ("doctor", new DoctorCommand.Options(null, false)),
            ("doctor --json", new DoctorCommand.Options(null, true)),
            ("demo", "demo"),
        })
        {
            Assert.Equal(Invoked.Answer, await _cli.RunAsync(line.Split(' ')));
            Assert.Equal(expected, _cli.Asked);
        }
    }

    [Fact]
    public async Task Pause_Command_IsAllThatStandsBehindTheDashes()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("pause", "a", "b", "--for", "1h30m", "--reason", "a b", "--", "make", "-j4", "--for", "--", "x"));
        var options = Assert.IsType<PauseCommand.Options>(_cli.Asked);
        Assert.Equal(["a", "b"], options.Services);
        Assert.Equal((TimeSpan.FromMinutes(90), "a b"), (options.For, options.Reason));
        Assert.Equal(["make", "-j4", "--for", "--", "x"], options.Command);
    }

    [Fact]
    public async Task Pause_NoCommand_HasNone()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("pause", "a"));
        var options = Assert.IsType<PauseCommand.Options>(_cli.Asked);
        Assert.Equal((null, null), (options.For, options.Reason));
        Assert.Empty(options.Command);
    }

    [Fact]
    public async Task Resume_Services_ArePassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("resume", "a", "b"));
        Assert.Equal(["a", "b"], Assert.IsType<ResumeCommand.Options>(_cli.Asked).Services);
    }

    [Fact]
    public async Task Drill_EveryOption_IsPassedOn()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("drill", "a", "--restarts", "3", "--settle", "1m", "--fail-on", "never awaited", "--fail-on", "b", "--yes", "--json"));
        var options = Assert.IsType<DrillCommand.Options>(_cli.Asked);
        Assert.Equal(("a", 3, TimeSpan.FromMinutes(1), true, true), (options.Service, options.Restarts, options.Settle, options.Yes, options.Json));
        Assert.Equal(["never awaited", "b"], options.FailOn.AsEnumerable());
    }

    [Fact]
    public async Task Drill_NoOption_HasDefaults()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("drill", "a"));
        var options = Assert.IsType<DrillCommand.Options>(_cli.Asked);
        Assert.Equal((10, TimeSpan.FromSeconds(5), false, false), (options.Restarts, options.Settle, options.Yes, options.Json));
        Assert.Empty(options.FailOn);
    }

    [Fact]
    public async Task SampleService_ItsOwnArguments_AreLeftAlone()
    {
        Assert.Equal(Invoked.Answer, await _cli.RunAsync("sample-service", "--port", "80", "hang"));
        Assert.Equal(["--port", "80", "hang"], Assert.IsType<SampleServiceCommand.Options>(_cli.Asked).Arguments);
    }

    [Theory]
    [InlineData("chek", "watchdog: unknown command 'chek' (did you mean 'check'?); see 'watchdog --help'")]
    [InlineData("rnu", "watchdog: unknown command 'rnu' (did you mean 'run'?); see 'watchdog --help'")]
    [InlineData("xyzzy --foo", "watchdog: unknown command 'xyzzy'; see 'watchdog --help'")]
    [InlineData("sample-servic", "watchdog: unknown command 'sample-servic'; see 'watchdog --help'")]
    [InlineData("--verison", "watchdog: unknown option '--verison' (did you mean '--version'?); see 'watchdog --help'")]
    [InlineData("check --jsn", "watchdog check: unknown option '--jsn' (did you mean '--json'?); see 'watchdog check --help'")]
    [InlineData("check a --jsn b", "watchdog check: unknown option '--jsn' (did you mean '--json'?); see 'watchdog check --help'")]
    [InlineData("run --confg=x", "watchdog run: unknown option '--confg=x' (did you mean '--config'?); see 'watchdog run --help'")]
    [InlineData("install --timr", "watchdog install: unknown option '--timr' (did you mean '--timer'?); see 'watchdog install --help'")]
    [InlineData("install --dryrun", "watchdog install: unknown option '--dryrun' (did you mean '--dry-run'?); see 'watchdog install --help'")]
    [InlineData("status a b", "watchdog status: 'b' is one argument too many; see 'watchdog status --help'")]
    [InlineData("history --limit 0", "watchdog history: --limit needs a number of 1 or more, not '0'; see 'watchdog history --help'")]
    [InlineData("pause a --for 8d", "watchdog pause: --for needs a time such as 30m or 1h30m, 1s to 7d, not '8d'; see 'watchdog pause --help'")]
    [InlineData("pause a --for 5", "watchdog pause: --for needs a time such as 30m or 1h30m, 1s to 7d, not '5'; see 'watchdog pause --help'")]
    [InlineData("pause a --fro 5m -- make -j", "watchdog pause: unknown option '--fro' (did you mean '--for'?); see 'watchdog pause --help'")]
    [InlineData("pause a --", "watchdog pause: there is no command after the --; without --, the services are paused for a time")]
    [InlineData("pause -- make", "watchdog pause: name a service before the --; see 'watchdog pause --help'")]
    [InlineData("drill a --restarts 0", "watchdog drill: --restarts needs a number from 1 to 1000, not '0'; see 'watchdog drill --help'")]
    [InlineData("drill a --settle 5", "watchdog drill: --settle needs a time such as 5s or 1m, 1s to 1h, not '5'; see 'watchdog drill --help'")]
    [InlineData("history --limit x", "watchdog history: --limit needs a number of 1 or more, not 'x'; see 'watchdog history --help'")]
    public async Task Arguments_Unusable_AreOneLineThatSaysWhatToDo(string line, string expected)
    {
        Assert.Equal(2, await _cli.RunAsync(line.Split(' ')));
        Assert.Equal(expected + Environment.NewLine, _cli.Error);
        Assert.Empty(_cli.Output);
        Assert.Null(_cli.Asked);
    }

    [Theory]
    [InlineData]
    [InlineData("why")]
    [InlineData("run", "--config")]
    [InlineData("check", "--config", "")]
    [InlineData("evil\nname\u001b[31m")]
    public async Task Arguments_MissingOrHostile_AreOneLine(params string[] args)
    {
        Assert.Equal(2, await _cli.RunAsync(args));
        var line = Assert.Single(_cli.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Null(_cli.Asked);
    }

    public static TheoryData<string> Commands() => [.. Shown(Root()).Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEachCommand_EndsWithAnExampleThatCanBeTyped(string command)
    {
        Assert.Equal(0, await _cli.RunAsync(command, "--help"));
        Assert.Empty(_cli.Error);
        Assert.Contains($"watchdog {command}", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("--config", _cli.Output, StringComparison.Ordinal);

        var root = Root();
        var examples = Assert.IsType<ExampleCommand>(root.Subcommands.Single(c => c.Name == command)).Examples;
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            Assert.Contains("  " + example, _cli.Output, StringComparison.Ordinal);
            var words = example.Split(' ').SkipWhile(word => word == "sudo").Skip(1).ToArray();
            Assert.Empty(root.Parse(words).Errors);
        }
    }

    [Fact]
    public async Task Help_OfAll_NamesEachCommandButTheHiddenOne()
    {
        Assert.Equal(0, await _cli.RunAsync("--help"));
        string[] expected =
            ["run", "check", "validate", "status", "why", "history", "tasks", "report", "evidence", "pause", "resume", "rearm", "reload", "init", "doctor", "drill", "notify", "install", "uninstall", "demo"];
        Assert.Equal(expected, Shown(Root()).Select(command => command.Name));
        Assert.All(expected, name => Assert.Contains($"\n  {name} ", _cli.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("sample-service", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install", null)]
    [InlineData("install --as-root --timer", true)]
    [InlineData("install --as-root false", false)]
    public void Install_AsRoot_IsAskedForOrNotOrNeither(string line, bool? expected)
    {
        var result = Root().Parse(line.Split(' '));
        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.GetValue<bool?>("--as-root"));
    }

    [Fact]
    public async Task Version_Asked_IsOneLine()
    {
        Assert.Equal(0, await _cli.RunAsync("--version"));
        Assert.Matches(@"^watchdog \d+\.\d+\.\d+(\+[0-9a-f]{8})?\r?\n$", _cli.Output);
    }

    private static RootCommand Root()
    {
        using var invoked = new Invoked();
        return CommandLine.Build(invoked.Handlers());
    }

    private static IEnumerable<Command> Shown(RootCommand root) => root.Subcommands.Where(command => !command.Hidden);
}
