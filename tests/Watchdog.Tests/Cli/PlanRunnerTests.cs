using Watchdog.Cli.Install;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

public sealed class PlanRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-plan-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CarryOut_FilesAndPrograms_AreWrittenWithTheirModes()
    {
        var program = In("build");
        await File.WriteAllTextAsync(program, "program");
        Assert.Equal(0, await CarryOutAsync(new WriteFile(In("a/b/unit"), "text"), new CopyProgram(program, In("bin/watchdog"))));

        Assert.Equal("text", await File.ReadAllTextAsync(In("a/b/unit")));
        Assert.Equal("program", await File.ReadAllTextAsync(In("bin/watchdog")));
        Assert.Equal("-rw-r--r--", Mode(In("a/b/unit")));
        Assert.Equal("-rwxr-xr-x", Mode(In("bin/watchdog")));
        Assert.Equal(["unit"], Directory.GetFiles(In("a/b")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task CarryOut_RunningProgram_IsReplaced()
    {
        File.Copy("/bin/sleep", In("watchdog"));
        using var running = System.Diagnostics.Process.Start(In("watchdog"), "60");
        try
        {
            Assert.Equal(0, await CarryOutAsync(new CopyProgram("/bin/true", In("watchdog"))));
            Assert.True(FileContent.Same("/bin/true", In("watchdog")));
        }
        finally
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task CarryOut_AStepFails_SaysSoAndStops()
    {
        await File.WriteAllTextAsync(In("file"), "");
        Assert.Equal(1, await CarryOutAsync(
            new Execute("sh", ["-c", "echo no such unit >&2; exit 5"], TimeSpan.FromSeconds(10)), new WriteFile(In("later"), "")));
        Assert.Equal("watchdog: could not run sh -c echo no such unit >&2; exit 5: no such unit\n", _error.ToString());
        Assert.False(File.Exists(In("later")));
    }

    [Fact]
    public async Task CarryOut_AFolderCannotBeMade_SaysSo()
    {
        await File.WriteAllTextAsync(In("file"), "");
        Assert.Equal(1, await CarryOutAsync(new WriteFile(In("file/unit"), "")));
        Assert.StartsWith($"watchdog: could not write {In("file/unit")}: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CarryOut_AnExitCodeThatIsFine_GoesOn() =>
        Assert.Equal(0, await CarryOutAsync(new Execute("sh", ["-c", "exit 6"], TimeSpan.FromSeconds(10)) { AlsoFine = [6] }));

    [Fact]
    public async Task CarryOut_AnExitCodeThatMayPass_IsTriedAgainUntilItDoes()
    {
        var script = $"echo x >> {In("tries")}; [ $(wc -l < {In("tries")}) -ge 3 ] || exit 37";
        Assert.Equal(0, await CarryOutAsync(new Execute("sh", ["-c", script], TimeSpan.FromSeconds(10)) { TryAgainOn = [5, 37], Patience = TimeSpan.FromSeconds(60) }));
        Assert.Equal(3, (await File.ReadAllLinesAsync(In("tries"))).Length);
    }

    [Fact]
    public async Task CarryOut_NoPatienceLeft_SaysWhatItMeans()
    {
        var step = new Execute("sh", ["-c", $"echo x >> {In("tries")}; exit 37"], TimeSpan.FromSeconds(10))
        {
            TryAgainOn = [37],
            Explain = ended => $"code {ended.ExitCode}: in the works",
        };
        Assert.Equal(1, await CarryOutAsync(step));
        Assert.EndsWith(": code 37: in the works\n", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(In("tries")));
    }

    [Fact]
    public async Task CarryOut_AnotherExitCode_IsNotTriedAgain()
    {
        var step = new Execute("sh", ["-c", $"echo x >> {In("tries")}; exit 1"], TimeSpan.FromSeconds(10)) { TryAgainOn = [37], Patience = TimeSpan.FromSeconds(60) };
        Assert.Equal(1, await CarryOutAsync(step));
        Assert.Single(await File.ReadAllLinesAsync(In("tries")));
    }

    [Fact]
    public async Task CarryOut_WhatIsAlreadySo_IsNotDone()
    {
        Assert.Equal(0, await CarryOutAsync(new WriteFile(In("unit"), "") { AlreadySo = true }, new Note("look")));
        Assert.False(File.Exists(In("unit")));
        Assert.Equal($"already  write {In("unit")}\nnote     look\n", _output.ToString());
    }

    [Fact]
    public void Describe_APlan_DoesNothing()
    {
        new PlanRunner(new ProcessRunner(TimeProvider.System), TimeProvider.System, _output, _error).Describe(
            [new WriteFile(In("unit"), ""), new RemoveFile(_folder), new Leave("leave it")]);
        Assert.Equal($"would    write {In("unit")}\nwould    remove {_folder}\nleft     leave it\n", _output.ToString());
        Assert.True(Directory.Exists(_folder));
        Assert.False(File.Exists(In("unit")));
    }

    [Fact]
    public async Task CarryOut_Remove_TakesFilesAndFolders()
    {
        Directory.CreateDirectory(In("folder/inner"));
        await File.WriteAllTextAsync(In("file"), "");
        Assert.Equal(0, await CarryOutAsync(new RemoveFile(In("folder")), new RemoveFile(In("file"))));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private string In(string path) => Path.Combine(_folder, path);

    private Task<int> CarryOutAsync(params Step[] steps) =>
        new PlanRunner(new ProcessRunner(TimeProvider.System), TimeProvider.System, _output, _error).CarryOutAsync(steps, CancellationToken.None);

    private static string Mode(string path)
    {
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        return "-" + string.Concat(Enumerable.Range(0, 9).Select(i => ((int)mode & (256 >> i)) != 0 ? "rwx"[i % 3] : '-'));
    }
}
