using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Notify;
using Watchdog.Notify.Sending;

namespace Watchdog.Tests.Notify;

[UnsupportedOSPlatform("windows")]
public sealed class ExecNotifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-exec-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>In the C locale, mail programs take UTF-8 for no text.</summary>
    [Fact]
    public async Task Send_AProgram_HasTheOperatorsLocaleOrOneOfUtf8()
    {
        var locale = ((string?[])[Environment.GetEnvironmentVariable("LC_ALL"), Environment.GetEnvironmentVariable("LANG"), "C.UTF-8"]).First(value => value is { Length: > 0 });

        await SendAsync("printf '%s' \"$LC_ALL\" > out", Samples.Of(MessageKind.Also));

        Assert.Equal(locale, await File.ReadAllTextAsync(Path.Combine(_folder, "out")));
    }

    [Fact]
    public async Task Send_AProgram_GetsArgumentsAndVariablesAndNoShell()
    {
        var outgoing = new Outgoing(Samples.Of(MessageKind.Opened).Message with { Title = "$(touch x); `touch y` \"q\" '" });

        var result = await SendAsync("printf '%s\\n' \"$1\" \"$WATCHDOG_KIND\" \"$WATCHDOG_SERVICE\" \"$WATCHDOG_TITLE\" \"$WATCHDOG_JSON\" > out", outgoing, "t={{title}}/{{level}}");

        Assert.Equal(new SendResult(SendOutcome.Delivered, "exit code 0"), result);
        var lines = File.ReadAllLines(Path.Combine(_folder, "out"));
        Assert.Equal(["t=$(touch x); `touch y` \"q\" '/critical", "opened", "hermes-webui", "$(touch x); `touch y` \"q\" '"], lines[..4]);
        Assert.StartsWith("{\"title\":\"$(touch x)", lines[4], StringComparison.Ordinal);
        Assert.Equal(["out", "tell"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Send_HostileMessage_IsTaken() =>
        Assert.Equal(SendOutcome.Delivered, (await SendAsync("exit 0", Samples.Hostile())).Outcome);

    [Fact]
    public async Task Send_ExitCode_IsAFailureWithWhatItSaid() =>
        Assert.Equal(SendResult.Failed("exit code 3: no modem, *** is wrong"), await SendAsync("echo 'no modem, s3cret is wrong' >&2; exit 3", Samples.Of(MessageKind.Also)));

    [Fact]
    public async Task Send_ExitCodeWithoutAWord_IsSaidOnce() =>
        Assert.Equal(SendResult.Failed("exit code 3"), await SendAsync("exit 3", Samples.Of(MessageKind.Also)));

    [Fact]
    public async Task Send_ExitCodeOfBadData_IsARefusal() =>
        Assert.Equal(new SendResult(SendOutcome.Refused, "exit code 65: too long"), await SendAsync("echo 'too long' >&2; exit 65", Samples.Of(MessageKind.Also)));

    [Theory]
    [InlineData("| a \"service\" | 100 % |\n", 4)]
    [InlineData("\u0001", 16)]
    public void Variables_ALongReport_IsWholeJsonWithItsPlaceAndTime(string line, int parts)
    {
        var report = Samples.Of(MessageKind.Report);
        report = report with { Message = report.Message with { Body = string.Concat(Enumerable.Repeat(line, (32 << 10) / line.Length)) } };

        var variables = ExecNotifier.Variables(report).ToDictionary();

        Assert.InRange(Encoding.UTF8.GetByteCount(variables["WATCHDOG_JSON"]), 48 << 10, 64 << 10);
        using var json = JsonDocument.Parse(variables["WATCHDOG_JSON"]);
        Assert.InRange(json.RootElement.GetProperty("body").GetString()!.Length, (32 << 10) / parts, 32 << 10);
        Assert.EndsWith("…\n\nweb1 · 2026-11-21 22:22:42 UTC", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(report.Message.Body, variables["WATCHDOG_BODY"]);
    }

    [Fact]
    public void Variables_HostileMessage_IsWholeJson()
    {
        var text = ExecNotifier.Variables(Samples.Hostile()).ToDictionary()["WATCHDOG_JSON"];

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 64 << 10);
        JsonDocument.Parse(text).Dispose();
    }

    [Fact]
    public async Task Send_ProgramThatHangs_IsKilled()
    {
        var result = await SendAsync("sleep 600", Samples.Of(MessageKind.Also));

        Assert.Equal(SendOutcome.Failed, result.Outcome);
        Assert.Contains("was killed", result.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NoSuchProgram_IsAFailure()
    {
        var notifier = new ExecNotifier(new ExecConfig(["/no/such/program"]), Secrets.None, new ProcessRunner(TimeProvider.System));

        Assert.Equal(SendResult.Failed("/no/such/program cannot be started: there is no such program"), await notifier.SendAsync(Samples.Of(MessageKind.Also), CancellationToken.None));
    }

    private async Task<SendResult> SendAsync(string script, Outgoing outgoing, params string[] arguments)
    {
        var program = Path.Combine(_folder, "tell");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncd {_folder}\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var exec = new ExecConfig([program, .. arguments]) { Timeout = script.StartsWith("sleep", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(30) };
        return await new ExecNotifier(exec, Secrets.Of(["s3cret"]), new ProcessRunner(TimeProvider.System)).SendAsync(outgoing, CancellationToken.None);
    }
}
