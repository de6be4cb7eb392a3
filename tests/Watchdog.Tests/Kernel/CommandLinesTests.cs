using System.Diagnostics;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class CommandLinesTests : IDisposable
{
    private readonly string _proc = Directory.CreateTempSubdirectory("watchdog-cmdline-").FullName;

    [Theory]
    [InlineData("server\0--port\080\0", "server --port 80")]
    [InlineData("server\0--token=hunter2\0", "server --token=***")]
    [InlineData("server\0of-the-config\0", "server ***")]
    [InlineData("a\nb\0", "a b")]
    [InlineData("", null)]
    public async Task OfAsync_Arguments_AreOneLineWithoutSecrets(string arguments, string? expected) =>
        Assert.Equal(expected, await LookAsync(new CommandLines(_proc, TimeProvider.System), Write(7, arguments)));

    [Fact]
    public async Task OfAsync_LongLine_IsMaskedFirstAndThenCut()
    {
        var line = await LookAsync(new CommandLines(_proc, TimeProvider.System), Write(7, new string('x', 190) + "\0of-the-config\0" + new string('y', 20_000)));

        Assert.Equal(new string('x', 190) + " *** yyyy…", line);
    }

    [Fact]
    public async Task OfAsync_NoSuchProcess_IsNull() => Assert.Null(await LookAsync(new CommandLines(_proc, TimeProvider.System), 8));

    [SkippableFact]
    public async Task OfAsync_StuckProcess_GivesUpAndStartsNoSecondThreadUntilItGoesOn()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "wants a FIFO to block on");
        Directory.CreateDirectory($"{_proc}/9");
        using (var made = Process.Start("mkfifo", $"{_proc}/9/cmdline")) await made.WaitForExitAsync();
        var lines = new CommandLines(_proc, TimeProvider.System);
        Write(7, "server\0");

        Assert.Null(await LookAsync(lines, 9));
        Assert.Null(await LookAsync(lines, 7));

        // It goes on: the reader's open returns.
        await File.WriteAllTextAsync($"{_proc}/9/cmdline", "late\0");
        var watch = Stopwatch.StartNew();
        string? line = null;
        while (line is null && watch.Elapsed < TimeSpan.FromSeconds(15)) line = await LookAsync(lines, 7);
        Assert.Equal("server", line);
    }

    [SkippableFact]
    public async Task OfAsync_RealProcess_IsOurs()
    {
        Skip.IfNot(OperatingSystem.IsLinux());

        Assert.NotNull(await LookAsync(new CommandLines("/proc", TimeProvider.System), Environment.ProcessId));
    }

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    private int Write(int pid, string arguments)
    {
        Directory.CreateDirectory($"{_proc}/{pid}");
        File.WriteAllText($"{_proc}/{pid}/cmdline", arguments);
        return pid;
    }

    /// <summary>Where nothing is stuck, only a machine under load makes it late: it is asked again.</summary>
    private static async Task<string?> LookAsync(CommandLines lines, int pid)
    {
        var secrets = Secrets.Of(["of-the-config"]);
        for (var i = 0; i < 3; i++)
        {
            if (await lines.OfAsync(pid, secrets, CancellationToken.None) is { } line) return line;
        }

        return null;
    }
}
