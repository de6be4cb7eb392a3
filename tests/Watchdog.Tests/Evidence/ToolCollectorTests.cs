using Watchdog.Evidence;
using Watchdog.Evidence.Collectors;
using Watchdog.Kernel;

namespace Watchdog.Tests.Evidence;

/// <summary>With programs that stand in for those of macOS.</summary>
public sealed class ToolCollectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-tools-").FullName;
    private readonly TextFiles _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CollectAsync_ToolThatTells_IsAFile()
    {
        var collected = await CollectAsync("echo Call graph of $1; printf 'no end of line'");

        Assert.Equal("Call graph of 7\nno end of line\n", _files["sample.txt"]);
        Assert.Empty(collected.Problems);
        Assert.False(collected.IsSkipped);
    }

    [Fact]
    public async Task CollectAsync_ToolThatFails_SaysWhyAndKeepsWhatItSaid()
    {
        var collected = await CollectAsync("echo half; echo sample cannot examine process 7 >&2; exit 1");

        Assert.Equal("half\n", _files["sample.txt"]);
        Assert.EndsWith("sample: sample cannot examine process 7", Assert.Single(collected.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectAsync_ToolThatHangs_IsEndedAndWhatItSaidStays()
    {
        var collected = await CollectAsync("echo half; exec sleep 300");

        Assert.Equal("half\n", _files["sample.txt"]);
        Assert.Contains("did not end within 1 s", Assert.Single(collected.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectAsync_MissingToolOrNoProcess_IsSkipped()
    {
        var runner = new ProcessRunner(TimeProvider.System);

        Assert.Equal(
            new Collected("there is no /nowhere/sample here") { IsSkipped = true },
            await new ToolCollector("sample", static _ => ["/nowhere/sample"], new RunLimits(TimeSpan.FromSeconds(1)), runner).CollectAsync(Evidences.Subject(7), _files, CancellationToken.None));
        Assert.True((await new ToolCollector("sample", MacTools.Sample, new RunLimits(TimeSpan.FromSeconds(1)), runner).CollectAsync(Evidences.Subject(), _files, CancellationToken.None)).IsSkipped);
    }

    private Task<Collected> CollectAsync(string script)
    {
        var path = Path.Combine(_folder, "sample");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new ToolCollector("sample", subject => [path, $"{subject.MainPid}"], new RunLimits(TimeSpan.FromSeconds(1)), new ProcessRunner(TimeProvider.System))
            .CollectAsync(Evidences.Subject(7), _files, CancellationToken.None);
    }
}
