using System.Diagnostics;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Probes;

namespace Watchdog.Tests.Probes;

/// <summary>Real commands. (A shell stands here only because it is a handy program.)</summary>
public sealed class CommandProbeTests
{
    [Fact]
    public async Task Look_ExitCodeZero_Passes() => Assert.Equal("ok", (await ShellAsync("echo fine")).Reason.ToString());

    [Theory]
    [InlineData("exit 3", "exit-3: it ended with code 3")]
    [InlineData("echo; echo '  no peers ' >&2; echo more; exit 1", "exit-1: it ended with code 1; it said: no peers")]
    [InlineData("kill -9 $$", "killed-by-signal: it was ended by signal 9")]
    [InlineData("printf 'a\\tb\\033[31m'; exit 2", "exit-2: it ended with code 2; it said: a b [31m")]
    public async Task Look_OtherEnd_FailsAndSaysTheFirstLine(string script, string reason)
    {
        var seen = await ShellAsync(script);

        Assert.Equal((Look.Failed, reason), (seen.Look, seen.Reason.ToString()));
    }

    [Fact]
    public async Task Look_Arguments_ReachTheProgramAsTheyAre()
    {
        var seen = await SeeAsync(["sh", "-c", "echo \"$0|$1|$2\"; exit 1", "a b", "$HOME;*", ""]);

        Assert.EndsWith("it said: a b|$HOME;*|", seen.Reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_FloodOfOutput_IsDroppedAndDoesNotBlock()
    {
        var seen = await ShellAsync("head -c 20000000 /dev/zero | tr '\\0' x; head -c 2000000 /dev/zero >&2; exit 4", TimeSpan.FromSeconds(20));

        Assert.StartsWith("exit-4: it ended with code 4; it said: ", seen.Reason.ToString(), StringComparison.Ordinal);
        Assert.InRange(seen.Reason.Sentence.Length, 10, 250);
    }

    [Fact]
    public async Task Look_OverItsDeadline_KillsAllThatItStarted()
    {
        var file = Path.GetTempFileName();
        var script = $"echo waiting; sh -c 'echo $$ > {file}; sleep 300' & setsid sleep 301 & echo $! >> {file}.2; wait";

        var seen = await ShellAsync(script, TimeSpan.FromMilliseconds(1500));

        Assert.Equal("timeout: it was not done in 1.5 s and was killed; it said: waiting", seen.Reason.ToString());
        Assert.InRange(seen.Took, TimeSpan.FromMilliseconds(1490), TimeSpan.FromSeconds(60));
        foreach (var pidFile in new[] { file, file + ".2" })
        {
            var pid = (await File.ReadAllTextAsync(pidFile)).Trim();
            Assert.True(SpinWait.SpinUntil(() => IsGone(pid), TimeSpan.FromSeconds(30)), $"{pid} still runs");
            File.Delete(pidFile);
        }
    }

    [Fact]
    public async Task Look_ChildLeftBehindThatHoldsThePipe_DelaysNobody()
    {
        var watch = Stopwatch.StartNew();

        var seen = await ShellAsync("sleep 60 & exit 0", TimeSpan.FromSeconds(30));

        Assert.Equal("ok", seen.Reason.ToString());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Look_ReadsInput_GetsNone() => Assert.Equal("ok", (await ShellAsync("test -z \"$(cat)\"")).Reason.ToString());

    [Theory]
    [InlineData("/no/such/program")]
    [InlineData("no-such-program-anywhere")]
    public async Task Look_NoSuchProgram_IsOursNotTheirs(string program)
    {
        var seen = await SeeAsync([program]);

        Assert.Equal((Look.Unknown, $"command-not-found: there is no program {program}; give its whole path"), (seen.Look, seen.Reason.ToString()));
    }

    [Fact]
    public async Task Look_FileThatMayNotBeRun_IsOursNotTheirs()
    {
        var file = Path.GetTempFileName();

        var seen = await SeeAsync([file]);

        Assert.Equal((Look.Unknown, ProbeCodes.OwnAccess), (seen.Look, seen.Reason.Code));
        File.Delete(file);
    }

    [Fact]
    public async Task Look_Environment_HoldsNothingOfOurs()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", "/run/x");
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", "/run/y");
        try
        {
            Assert.Equal("ok", (await ShellAsync("test -z \"$NOTIFY_SOCKET$CREDENTIALS_DIRECTORY\" && test -n \"$PATH\"")).Reason.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        }
    }

    [Fact]
    public async Task Look_Shutdown_ThrowsAndKillsIt()
    {
        using var shutdown = new CancellationTokenSource(300);
        var probe = new CommandProbe(ProbeRig.Policy(TimeSpan.FromSeconds(60)), new CommandTarget(["sleep", "300"]), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.LookAsync(shutdown.Token).AsTask());
    }

    [Theory]
    [InlineData("echo 3", 3.0, null)]
    [InlineData("echo ' 2.5 '; echo more", 2.5, null)]
    [InlineData("exit 0", 0.0, null)]
    [InlineData("echo 0; exit 1", 0.0, null)]
    [InlineData("exit 1", null, "not-a-number")]
    [InlineData("echo many", null, "not-a-number")]
    [InlineData("echo NaN", null, "not-a-number")]
    [InlineData("echo 3; exit 2", null, "exit-2")]
    public async Task Look_ThatReadsANumber_TellsWhatIsPrinted(string script, double? number, string? problem)
    {
        var probe = new CommandProbe(ProbeRig.Policy(), new CommandTarget(["/bin/sh", "-c", script]), TimeProvider.System) { ReadsNumber = true };

        var counter = Assert.Single((await probe.LookAsync(default)).Readings);

        Assert.Equal((number, problem), (counter.Value, counter.Problem.Code));
    }

    private static bool IsGone(string pid) => !File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static Task<Observation> ShellAsync(string script, TimeSpan? timeout = null) => SeeAsync(["/bin/sh", "-c", script], timeout);

    private static async Task<Observation> SeeAsync(string[] command, TimeSpan? timeout = null) =>
        (await new CommandProbe(ProbeRig.Policy(timeout ?? TimeSpan.FromSeconds(10)), new CommandTarget([.. command]), TimeProvider.System).LookAsync(timeout ?? TimeSpan.FromSeconds(10), default)).Observation;
}
