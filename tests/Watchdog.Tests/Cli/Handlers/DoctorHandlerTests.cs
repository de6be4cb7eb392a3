using System.Text.Json;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>Without a daemon, and without a service manager of any kind; what there is to find of the machine itself depends on the machine.</summary>
public sealed class DoctorHandlerTests : IDisposable
{
    private readonly BuiltProgram _watchdog = new();

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public async Task Doctor_OfWhatCannotBeAsked_SaysSoOfEachAndCreatesNothing()
    {
        _watchdog.Services("""
            "bus": { "systemd": { "unit": "a.service", "scope": "user" } },
            "glob": { "systemd": { "unit": "no-such@*.service", "scope": "user" } },
            "child": { "process": { "command": ["touch", "mark"] } }
            """);

        var ran = await _watchdog.ShellAsync("""XDG_RUNTIME_DIR=/nonexistent DBUS_SESSION_BUS_ADDRESS= "$WATCHDOG" doctor --json""");

        var findings = JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(one => (one.GetProperty("service").GetString(), one.GetProperty("code").GetString())).ToArray();
        Assert.Equal((2, ""), (ran.Code, ran.Error));
        Assert.Single(findings, finding => finding is (null, { } code) && (code.StartsWith("bus-", StringComparison.Ordinal) || code == "systemd-absent"));
        Assert.Equal([("child", "no-daemon")], findings.Where(finding => finding.Item1 is not null));
        Assert.False(Directory.Exists(_watchdog.State));
        Assert.False(File.Exists(Path.Combine(_watchdog.Folder, "mark")));
    }

    [Fact]
    public async Task Doctor_OfABrokenConfiguration_TellsEachErrorAndTheMachineAllTheSame()
    {
        _watchdog.Services("\"web\": { \"systemd\": { \"unti\": \"a.service\" } }");

        var ran = await _watchdog.RunAsync("doctor");

        Assert.Equal((2, ""), (ran.Code, ran.Error));
        Assert.Contains("web\n  broken configuration: services.web", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"-> edit {_watchdog.Config}:1:", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithTheJournalStreamOfAnother_HasTimeStampsAndSaysWhatItRunsUnder()
    {
        _watchdog.Services("\"child\": { \"process\": { \"command\": [\"sleep\", \"60\"] } }");

        var ran = await _watchdog.ShellAsync("""
            JOURNAL_STREAM=8:1 SUPERVISOR_ENABLED=1 INVOCATION_ID= "$WATCHDOG" run 2>log &
            until grep -q 'runs under' log; do sleep 0.02; done
            kill -TERM $!
            wait $!
            cat log
            """);

        Assert.Matches(@"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} info: .*runs under supervisord\n", ran.Output);
    }
}
