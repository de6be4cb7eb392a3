using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;
using Watchdog.Managers;
using Watchdog.Tests.Notify;
using Libc = Watchdog.Managers.Libc;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>Without a daemon, and without a service manager of any kind.</summary>
public sealed class HandlerTests : IDisposable
{
    private const string Launchd = "\"mac\": { \"launchd\": { \"target\": \"gui/501/com.example.mac\" } }";

    private readonly BuiltProgram _watchdog = new();

    public void Dispose() => _watchdog.Dispose();

    [Theory]
    [InlineData("status")]
    [InlineData("check")]
    [InlineData("validate")]
    [InlineData("run")]
    [InlineData("rearm", "a")]
    public async Task Command_WithoutAConfiguration_IsUnusable(params string[] arguments)
    {
        var ran = await _watchdog.RunAsync([.. arguments, "--config", Path.Combine(_watchdog.Folder, "none.json")]);

        ran.Says(2, "none.json");
    }

    [Theory]
    [InlineData(1, "daemon", "reload")]
    [InlineData(1, "journal has nothing on 'mac'", "why", "mac")]
    [InlineData(1, "no service is called 'nobody'", "status", "nobody")]
    [InlineData(1, "no service is called 'nobody'", "rearm", "nobody")]
    [InlineData(1, "no service is called 'nobody'", "pause", "mac", "nobody")]
    [InlineData(1, "no service is called 'nobody'", "resume", "nobody")]
    [InlineData(1, "mac#1 is over, or never was: it never began, or long ago", "tasks", "stop", "mac#1")]
    [InlineData(2, "--for needs a time", "tasks", "stop", "mac#1", "--for", "8d")]
    [InlineData(2, "watchdog tasks stop: Required argument 'ID'", "tasks", "stop")]
    [InlineData(125, "no daemon listens", "pause", "mac", "--", "touch", "done")]
    [InlineData(127, "there is no command 'no-such-command'", "pause", "mac", "--", "no-such-command")]
    [InlineData(2, "no service is called 'nobody'", "check", "nobody")]
    [InlineData(2, "no service is called 'nobody'", "drill", "nobody", "--yes")]
    [InlineData(2, "'mac' is critical (so is every service that does not say otherwise): add --yes", "drill", "mac")]
    [InlineData(3, "'mac' is not drilled: no-launchctl", "drill", "mac", "--yes")]
    [InlineData(2, "--since", "history", "--since", "yesterday-ish")]
    [InlineData(2, "--since yesterday-ish: write a duration", "report", "--since", "yesterday-ish")]
    [InlineData(2, "--since 1.5: write a duration (90m, 2h, 3d, 1w), today, a date (2026-11-20)", "report", "--since", "1.5")]
    [InlineData(2, "lies ahead", "report", "--since", "2999-01-01")]
    [InlineData(1, "journal has nothing on 'mac'", "report", "mac")]
    [InlineData(2, "/nowhere/watchdog.json", "report", "--config", "/nowhere/watchdog.json")]
    [InlineData(1, "journal has nothing on 'nobody'", "history", "nobody")]
    [InlineData(1, "no evidence of 'nobody' is kept, and no service is called so; the configuration has mac", "evidence", "--list", "nobody")]
    [InlineData(1, "no service is called so; the configuration has mac", "evidence", "--list", "nobody", "--json")]
    public async Task Command_ThatCannotBeDone_SaysWhatToDoInOneLine(int code, string what, params string[] arguments)
    {
        _watchdog.Services(Launchd);

        (await _watchdog.RunAsync(arguments)).Says(code, what);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--markdown")]
    [InlineData("--html")]
    [InlineData("--output", "report.txt")]
    public async Task Report_WithNothingRecorded_IsFineAndSaysSo(params string[] form)
    {
        var ran = await _watchdog.RunAsync(["report", .. form]);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var said = form[0] == "--output" ? File.ReadAllText(Path.Combine(_watchdog.Folder, form[1])) : ran.Output;
        Assert.Contains(form[0] == "--json" ? "\"services\": []" : "nothing was recorded since", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_watchdog.State));
    }

    [Fact]
    public async Task Report_OfAServiceThatWasStoppedLongAgo_HasIt()
    {
        _watchdog.Services(Launchd);
        var folders = new Directories(_watchdog.State, Path.Combine(_watchdog.Folder, "r"));
        Assert.Null(folders.Prepare());
        var stopped = ServiceState.New with { Phase = Phase.Stopped, PhaseReason = new Reason("stopped", "someone stopped it"), PhaseSince = TimeSpan.FromDays(-30) };
        var store = new StateStore(folders, BootId.Read(), TimeProvider.System, NullLogger.Instance);
        foreach (var name in new[] { "mac", "left" }) store.Save(name, stopped, new Dictionary<string, CounterMemory>());

        var ran = await _watchdog.RunAsync("report");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("\n  mac: watched 0 ms; stopped 1 d\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("left", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_OnACredentialThatOnlyTheUnitHas_WarnsWhereItIsNotNeeded()
    {
        _watchdog.Services($"{Launchd.TrimEnd(' ', '}')}}}, \"liveness\": {{ \"url\": \"http://127.0.0.1:1/${{credential:token}}\" }} }}");

        foreach (var command in new[] { "validate", "status" })
        {
            var ran = await _watchdog.RunAsync(command);
            Assert.Equal(0, ran.Code);
            Assert.Contains("warning", ran.Error, StringComparison.Ordinal);
            Assert.Contains("add LoadCredential=token:PATH to our unit", ran.Error, StringComparison.Ordinal);
        }

        (await _watchdog.RunAsync("check")).Says(2, "add LoadCredential=token:PATH to our unit");
    }

    [Fact]
    public async Task Status_WithNothingSaved_IsJsonAndCreatesNothing()
    {
        _watchdog.Services(Launchd);

        var ran = await _watchdog.RunAsync("status", "--json");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal("mac", JsonDocument.Parse(ran.Output).RootElement.GetProperty("services")[0].GetProperty("name").GetString());
        Assert.False(Directory.Exists(_watchdog.State));
    }

    [Fact]
    public async Task Check_OfAFewServices_IsNoHeartbeat()
    {
        await using var server = new MessageServer(_ => MessageServer.Reply("200 OK"));
        File.WriteAllText(_watchdog.Config, $"{{ \"services\": {{ {Launchd} }}, \"heartbeat\": {{ \"url\": \"{server.Url}\" }} }}");

        await _watchdog.RunAsync("check", "mac");
        Assert.Empty(server.Heads);
        await _watchdog.RunAsync("check");
        Assert.Single(server.Heads);
    }

    /// <summary>Where no daemon runs, who was told of an incident hears that somebody has it in hand.</summary>
    [Fact]
    public async Task Pause_WithoutADaemon_IsToldByTheNextRound()
    {
        var script = Path.Combine(_watchdog.Folder, "tell");
        File.WriteAllText(script, "#!/bin/sh\necho \"$WATCHDOG_KIND $LC_ALL\" >> \"$0.log\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(
            _watchdog.Config,
            $$"""
            { "services": { "web": { "command": { "restart": ["/bin/true"], "status": ["/bin/true"], "pid": ["/bin/echo", "1"] },
                                     "liveness": { "tcp": "127.0.0.1:1", "failureThreshold": 1, "onFailure": "alert" } } },
              "notifiers": { "me": { "exec": { "command": ["{{script}}"] } } } }
            """);
        for (var i = 0; i < 5 && !File.Exists(script + ".log"); i++) await _watchdog.RunAsync("check");

        var paused = await _watchdog.RunAsync("pause", "web", "--for", "5m");
        Assert.True(paused.Code == 0, paused.Error);
        await _watchdog.RunAsync("check");

        string[] told = [.. (await File.ReadAllLinesAsync(script + ".log")).Select(line => line.Split(' ')[0])];
        Assert.Equal(["opened", "paused"], told);
    }

    [Fact]
    public async Task History_OfMoreThanItShows_SaysSoAndShowsAllOfATime()
    {
        Record(Enumerable.Repeat("web", 60));

        var latest = await _watchdog.RunAsync("history");
        Assert.Equal(50, latest.Output.TrimEnd().Split('\n').Length);
        Assert.Equal("watchdog: these are the latest 50 entries; `--since 24h` shows all of a day, `--limit N` the latest N\n", latest.Error);

        foreach (var (lines, arguments) in new (int, string[])[] { (60, ["--since", "24h"]), (60, ["--limit", "2147483647"]), (60, ["--limit", "60"]), (7, ["--limit", "7", "--since", "24h"]) })
        {
            var ran = await _watchdog.RunAsync(["history", "web", .. arguments]);
            Assert.Equal((lines, ""), (ran.Output.TrimEnd().Split('\n').Length, ran.Error));
            Assert.EndsWith("said of web (59)\n", ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_OfOneThatIsHeld_EndsWithWhatItIsHeldFor()
    {
        Record(["mac"]);
        var folders = new Directories(_watchdog.State, Path.Combine(_watchdog.Folder, "r"));
        Assert.Null(folders.Prepare());
        var held = ServiceState.New with { Phase = Phase.Holding, PhaseReason = new Reason("ineffective", "2 restarts did not help"), PhaseSince = TimeSpan.FromSeconds(1) };
        new StateStore(folders, BootId.Read(), TimeProvider.System, NullLogger.Instance).Save("mac", held, new Dictionary<string, CounterMemory>());

        Assert.Matches(@"\nnow: held since \d{4}-.{14}: ineffective: 2 restarts did not help\n\z", (await _watchdog.RunAsync("why", "mac")).Output);
    }

    [Fact]
    public async Task History_OfATemplate_IsThatOfItsInstances()
    {
        Record(["agents/one.service", "agents/two.service", "other"]);

        var ran = await _watchdog.RunAsync("history", "agents");

        Assert.Equal(2, ran.Output.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("other", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAManagerThatCannotBeAsked_CouldNotLookAndIsToldByTheOthers()
    {
        _watchdog.Services(Launchd);

        var ran = await _watchdog.RunAsync("check", "--json");

        Assert.Equal(3, ran.Code);
        Assert.Equal("unknown", JsonDocument.Parse(ran.Output).RootElement.GetProperty("services")[0].GetProperty("verdict").GetString());
        Assert.Contains("there is no launchctl here", (await _watchdog.RunAsync("why", "mac")).Output, StringComparison.Ordinal);
        Assert.Contains("blind", (await _watchdog.RunAsync("status")).Output, StringComparison.Ordinal);
        foreach (var line in (await _watchdog.RunAsync("history", "--json")).Output.TrimEnd().Split('\n')) JsonDocument.Parse(line).Dispose();

        var rearmed = await _watchdog.RunAsync("rearm", "mac");
        Assert.Equal((0, ""), (rearmed.Code, rearmed.Error));
        Assert.Contains("rearmed by watchdog rearm", (await _watchdog.RunAsync("history")).Output, StringComparison.Ordinal);

        var piped = await _watchdog.ShellAsync("\"$WATCHDOG\" history | head -n 1; exit 0");
        Assert.Equal("", piped.Error);
        Assert.Single(piped.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Pause_WithoutADaemon_IsSavedAndEndedByResume()
    {
        _watchdog.Services(Launchd);

        Assert.Contains("mac: paused for 1 h, until ", (await _watchdog.RunAsync("pause", "mac", "mac", "--for", "1h", "--reason", "the disk")).Output, StringComparison.Ordinal);
        Assert.Contains("more): the disk (", (await _watchdog.RunAsync("status")).Output, StringComparison.Ordinal);
        Assert.Contains("more): the disk (", (await _watchdog.RunAsync("why", "mac")).Output, StringComparison.Ordinal);
        Assert.Equal("mac: not paused any more\n", (await _watchdog.RunAsync("resume", "mac")).Output);
        Assert.DoesNotContain("paused until", (await _watchdog.RunAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_WithoutADaemon_AreThoseThatWaitAndStoppingOnePauses()
    {
        _watchdog.Services(Launchd);
        Assert.Equal("no daemon runs: this is what was last seen\nno task: nothing is being recovered, and nothing waits to be\n", (await _watchdog.RunAsync("tasks")).Output);

        var folders = new Directories(_watchdog.State, Path.Combine(_watchdog.Folder, "r"));
        Assert.Null(folders.Prepare());
        var held = ServiceState.New with { Phase = Phase.Holding, Hold = Hold.Dependency, PhaseReason = new Reason("dependency", "waits for db: it is down"), PhaseSince = TimeSpan.FromSeconds(1), Epoch = 11 };
        new StateStore(folders, BootId.Read(), TimeProvider.System, NullLogger.Instance).Save("mac", held, new Dictionary<string, CounterMemory>());

        Assert.Contains("\nmac#12 waiting: dependency, ", (await _watchdog.RunAsync("tasks")).Output, StringComparison.Ordinal);
        Assert.Contains("\n  task: mac#12 waiting: dependency, ", (await _watchdog.RunAsync("status")).Output, StringComparison.Ordinal);
        var stopped = await _watchdog.RunAsync("tasks", "stop", "mac#12", "--for", "1h", "--reason", "the db is moved");
        Assert.Equal((0, "no daemon runs, so nothing of mac#12 does; nothing is begun for mac again for 1 h; `watchdog resume mac` ends that\n"), (stopped.Code, stopped.Output));
        Assert.Contains("mac#12 stopped by", (await _watchdog.RunAsync("why", "mac")).Output, StringComparison.Ordinal);
        using var none = JsonDocument.Parse((await _watchdog.RunAsync("tasks", "--json")).Output);
        Assert.Equal(0, none.RootElement.GetProperty("tasks").GetArrayLength());
    }

    [Fact]
    public async Task Check_OfAProcess_StartsNoCopyOfIt()
    {
        var mark = Path.Combine(_watchdog.Folder, "mark");
        _watchdog.Services($"\"child\": {{ \"process\": {{ \"command\": [\"touch\", \"{mark}\"] }} }}");

        var ran = await _watchdog.RunAsync("check");

        Assert.Equal(3, ran.Code);
        Assert.Contains("watchdog run", ran.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Drill_OfAProcess_StartsNoCopyOfIt()
    {
        var mark = Path.Combine(_watchdog.Folder, "mark");
        _watchdog.Services($"\"child\": {{ \"process\": {{ \"command\": [\"touch\", \"{mark}\"] }} }}");

        // Whatever else it is, a --yes would not help.
        (await _watchdog.RunAsync("drill", "child")).Says(3, "'child' is not drilled: it is a child of the daemon, which alone can restart it; let a service manager run it");
        (await _watchdog.RunAsync("drill", "child", "--yes")).Says(3, "it is a child of the daemon");

        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Drill_OfARunningDaemonsChild_IsRefusedAndTheChildGoesOn()
    {
        _watchdog.Services("\"child\": { \"process\": { \"command\": [\"sleep\", \"600\"] }, \"severity\": \"background\" }");
        using var daemon = new RunningDaemon(_watchdog);
        await daemon.UntilSaysAsync("child: Acting -> Watching");
        var before = Instance();

        (await _watchdog.RunAsync("drill", "child", "--yes")).Says(3, "it is a child of the daemon");

        Assert.Equal(before, Instance());
        Assert.Equal(0, await daemon.EndAsync(Libc.SigTerm));

        string Instance() => Assert.Single(new ChildRecords(Path.Combine(_watchdog.State, "children"), TimeProvider.System, new Journal.CapturedLog()).All()).Instance;
    }

    /// <summary>What is taken out of the file has its time to end.</summary>
    [Fact]
    public async Task Reload_ThatWaitsForAChildToEnd_IsWaitedFor()
    {
        _watchdog.Services(Launchd + """, "child": { "process": { "command": ["sh", "-c", "trap 'sleep 6; exit 0' TERM; while :; do sleep 0.1; done"] } }""");
        using var daemon = new RunningDaemon(_watchdog);
        await daemon.UntilSaysAsync("child: Acting -> Watching");

        _watchdog.Services(Launchd);
        var ran = await _watchdog.RunAsync("reload");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("child: no longer watched", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_WithNobodyToAsk_SaysWhatToAdd()
    {
        _watchdog.Services($"{Launchd.TrimEnd(' ', '}')} }}, \"severity\": \"background\" }}");

        (await _watchdog.ShellAsync("exec \"$WATCHDOG\" drill mac < /dev/null")).Says(2, "there is no terminal to ask on: add --yes");
    }

    [Fact]
    public async Task State_ThatIsGarbage_IsToldByStatusAndSetAsideByCheckOnly()
    {
        _watchdog.Services(Launchd);
        await _watchdog.RunAsync("check");
        var file = Path.Combine(_watchdog.State, "state", "mac.json");
        File.WriteAllText(file, "garbage");

        var status = await _watchdog.RunAsync("status");
        Assert.Equal(0, status.Code);
        Assert.Contains("damaged", status.Output, StringComparison.Ordinal);
        Assert.Equal("garbage", File.ReadAllText(file));

        Assert.Equal(3, (await _watchdog.RunAsync("check")).Code);
        Assert.Contains(Directory.GetFiles(Path.Combine(_watchdog.State, "state")), name => name.Contains(".corrupt-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, "check")]
    [InlineData(1, "run")]
    [InlineData(1, "rearm", "mac")]
    public async Task Lock_ThatCannotBeOpened_IsSaidInOneLine(int code, params string[] arguments)
    {
        _watchdog.Services(Launchd);
        Directory.CreateDirectory(Path.Combine(_watchdog.State, "lock"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_watchdog.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (await _watchdog.RunAsync(arguments)).Says(code, _watchdog.State);
    }

    [Fact]
    public async Task Check_Interrupted_SaysSoAndCouldNotLook()
    {
        _watchdog.Services("\"glob\": { \"systemd\": { \"unit\": \"no-such@*.service\", \"scope\": \"user\" } }");

        // With the lock in its hands it waits for the manager.
        var ran = await _watchdog.ShellAsync("""
            XDG_RUNTIME_DIR=/nonexistent DBUS_SESSION_BUS_ADDRESS= "$WATCHDOG" check &
            until [ -s "$STATE_DIRECTORY/lock" ]; do sleep 0.02; done
            kill -TERM $!
            wait $!
            """);

        Assert.Equal(3, ran.Code);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("interrupted", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAGlobWhoseManagerIsNotThere_CouldNotLook()
    {
        _watchdog.Services("\"glob\": { \"systemd\": { \"unit\": \"no-such@*.service\", \"scope\": \"user\" } }");

        var ran = await _watchdog.ShellAsync("""XDG_RUNTIME_DIR=/nonexistent DBUS_SESSION_BUS_ADDRESS= "$WATCHDOG" check""");

        Assert.Equal(3, ran.Code);
        Assert.Contains("no-such@*.service", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>Something is said of each.</summary>
    private void Record(IEnumerable<string> services)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_watchdog.State, "journal")).FullName;
        using var journal = new JournalWriter(folder, new JournalConfig(), TimeProvider.System, NullLogger.Instance);
        foreach (var (i, name) in services.Index())
            journal.Append(new JournalEntry { At = DateTimeOffset.UtcNow, Up = TimeSpan.FromHours(1), Service = name, Decisions = [new Alert(AlertLevel.Info, new Reason("a-test", $"said of {name} ({i})"))] }, durable: false);
    }
}
