using Watchdog.Kernel;
using Watchdog.Tests.Config;

namespace Watchdog.Tests.Cli;

/// <summary><c>deploy/install.sh</c> with an SDK that only notes what it was asked, and without what a Mac has not.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-script-").FullName;

    public InstallScriptTests()
    {
        Directory.CreateDirectory(In("deploy"));
        Directory.CreateDirectory(In("bin"));
        File.Copy(Repository.File("deploy/install.sh"), In("deploy/install.sh"));
        foreach (var tool in new[] { "bash", "dirname", "cut", "sed", "mkdir", "chmod", "cat" })
        {
            File.CreateSymbolicLink(In("bin/" + tool), new[] { "/usr/bin/", "/bin/" }.Select(place => place + tool).First(File.Exists));
        }

        Tool("dotnet", """
            [ "$1" = --version ] && { echo 10.0.100; exit; }
            while [ "$1" != --runtime ]; do shift; done; runtime=$2
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2"
            printf '#!/bin/sh\necho %s "$@"\n' "$runtime" >"$2/watchdog"
            chmod +x "$2/watchdog"
            """);
        Tool("sudo", "echo sudo; exec \"$@\"");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Linux x86_64", "linux-x64")]
    [InlineData("Linux aarch64", "linux-arm64")]
    [InlineData("Darwin arm64", "osx-arm64")]
    [InlineData("Darwin x86_64", "osx-x64")]
    public async Task Run_OnAMachineWeKnow_PublishesForItAndInstalls(string machine, string runtime)
    {
        var ended = await RunAsync(machine, "--user", "--config", "my file");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal($"{runtime} install --user --config my file", Last(ended));
    }

    [Fact]
    public async Task Run_WithoutAnyOption_Installs() =>
        Assert.EndsWith("osx-arm64 install", Last(await RunAsync("Darwin arm64")), StringComparison.Ordinal);

    [Fact]
    public async Task Run_OnAnotherMachine_SaysWhatIsNeeded()
    {
        var ended = await RunAsync("FreeBSD amd64");
        Assert.Equal((1, "deploy/install.sh: no build for FreeBSD amd64: Linux on x86_64 or aarch64, or macOS, is needed\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void Text_NothingInIt_IsBeyondBash3() =>
        Assert.All(
            ["mapfile", "readarray", "declare -A", "[@]}", "${!", "^^}", ",,}", "|&", "&>>"],
            newer => Assert.DoesNotContain(newer, File.ReadAllText(Repository.File("deploy/install.sh")), StringComparison.Ordinal));

    private static string Last(ProcessResult ended) => ended.Output.TrimEnd().Split('\n')[^1];

    private string In(string path) => Path.Combine(_folder, path);

    private void Tool(string name, string text)
    {
        File.WriteAllText(In("bin/" + name), $"#!/bin/bash\n{text}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In("bin/" + name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Task<ProcessResult> RunAsync(string machine, params string[] arguments)
    {
        Tool("uname", $"echo {machine}");
        return new ProcessRunner(TimeProvider.System).RunAsync(
            "/usr/bin/env", ["-i", $"PATH={In("bin")}", "/bin/bash", In("deploy/install.sh"), .. arguments], TimeSpan.FromSeconds(60), CancellationToken.None);
    }
}
