using Watchdog.Config;
using Watchdog.Managers;
using Watchdog.Managers.Containers;

namespace Watchdog.Tests.Managers.Containers;

/// <summary>With an engine that prints two files, as docker's and podman's programs print the two streams of a container.</summary>
public sealed class ContainerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-engine-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Since_BothStreams_HasWhatIsYoungerThanTheMarkInItsOrder()
    {
        Prints("2026-11-21T19:00:00.000000001Z before", "");
        var since = await MarkAsync();

        Prints(
            "2026-11-21T19:00:00.000000001Z before\n2026-11-21T19:00:02.500000000Z Traceback (most recent call last):\n2026-11-21T19:00:02.700000000Z RuntimeError: twice\n2026-11-21T19:00:04.000000000Z ",
            "a warning of the program itself\n2026-11-21T20:00:02.6+01:00   File \"a.py\", line 1\r");
        var read = await since(CancellationToken.None);

        Assert.Equal(["Traceback (most recent call last):", "  File \"a.py\", line 1", "RuntimeError: twice", ""], read.Lines.Select(line => line.Text));
        Assert.Null(read.Unseen.Code);
        Assert.Equal(["logs --timestamps --tail 1 web", "logs --timestamps --since 2026-11-21T19:00:00.000000001Z web"], File.ReadLines(Path.Combine(_folder, "asked")));
    }

    [Fact]
    public async Task Since_NothingWasThereBefore_IsAll()
    {
        Prints("", "");
        var since = await MarkAsync();
        Prints("2026-11-21T19:00:00.5Z first", "");
        Assert.Equal("first", Assert.Single((await since(CancellationToken.None)).Lines).Text);
    }

    [Fact]
    public async Task Since_MoreThanIsKept_SaysSo()
    {
        Prints("", "");
        var since = await MarkAsync();
        Prints("", string.Concat(Enumerable.Repeat("2026-11-21T19:00:00.5Z and so on\n", 3000)));
        Assert.Equal("log-long", (await since(CancellationToken.None)).Unseen.Code);
    }

    [Fact]
    public async Task Tail_BothStreams_AreTheNewestInTheirOrderWithTheirTimes()
    {
        Prints("2026-11-21T19:00:00.5Z one\n2026-11-21T19:00:02.5Z three", "2026-11-21T19:00:01.5Z two");

        var read = await Log().TailAsync(3, DateTimeOffset.Parse("2026-11-21T18:00:00Z", System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None);

        Assert.Equal(["one", "two", "three"], read.Lines.Select(line => line.Text));
        Assert.Equal(1, read.Lines[1].At!.Value.Second);
        Assert.Equal(["logs --timestamps --tail 3 --since 2026-11-21T18:00:00Z web"], File.ReadLines(Path.Combine(_folder, "asked")));
    }

    [Theory]
    [InlineData("Error response from daemon: configured logging driver does not support reading")]
    [InlineData("Error: this container is using the 'none' log driver, cannot read logs: this container is not logging output")]
    public async Task Mark_EngineKeepsNone_SaysSo(string said)
    {
        Prints("", said, code: 1);
        var read = await (await MarkAsync())(CancellationToken.None);
        Assert.Equal(("log-unseen", 0), (read.Unseen.Code, read.Lines.Length));
        Assert.EndsWith($"ended with 1: {said}; so no line of its log was searched", read.Unseen.Sentence, StringComparison.Ordinal);
    }

    private Task<LogSince> MarkAsync() => Log().MarkAsync(CancellationToken.None);

    private ContainerLog Log() => new(new ContainerConfig(ContainerEngine.Docker, "web"), TimeProvider.System, Path.Combine(_folder, "engine"));

    private void Prints(string output, string error, int code = 0)
    {
        File.WriteAllText(Path.Combine(_folder, "output"), output);
        File.WriteAllText(Path.Combine(_folder, "error"), error);
        var engine = Path.Combine(_folder, "engine");
        File.WriteAllText(engine, $"#!/bin/sh\necho \"$*\" >>{_folder}/asked\ncat {_folder}/output\ncat {_folder}/error >&2\nexit {code}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
