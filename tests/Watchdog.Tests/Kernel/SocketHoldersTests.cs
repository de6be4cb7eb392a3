using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>A proc of our own: links that lead nowhere, as the kernel's do.</summary>
public sealed class SocketHoldersTests : IDisposable
{
    private readonly string _proc = Directory.CreateTempSubdirectory("watchdog-fd-").FullName;

    public SocketHoldersTests()
    {
        Hold(10, "socket:[501]", "/dev/null", "socket:[502]");
        Hold(11, "socket:[5011]", "pipe:[501]");
        Hold(12, "socket:[501]");
        Hold(13, "socket:[503]");
        Directory.CreateDirectory($"{_proc}/self/fd");
    }

    [SkippableTheory]
    [InlineData("501", "10 12", "10 12")]
    [InlineData("501", "10", "10")]
    [InlineData("501", "", "10 12")]
    [InlineData("501", "11 99", "10 12")]
    [InlineData("501 503", "10", "10 12 13")]
    [InlineData("502 503", "", "10 13")]
    [InlineData("504", "10", "")]
    [InlineData("0", "10", "")]
    [InlineData("", "10", "")]
    public void Find_SocketsAndCandidates_LooksElsewhereOnlyForWhatCandidatesDoNotHold(string inodes, string candidates, string expected)
    {
        Skip.IfNot(OperatingSystem.IsLinux());

        var holders = new SocketHolders(_proc).Find(Numbers(inodes).ToHashSet(), [.. Numbers(candidates).Select(pid => (int)pid)]);

        Assert.Equal(expected, string.Join(' ', holders.Pids.Order()));
        Assert.False(holders.SomeUnseen);
    }

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    private static IEnumerable<long> Numbers(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => long.Parse(number, null));

    private void Hold(int pid, params string[] targets)
    {
        Directory.CreateDirectory($"{_proc}/{pid}/fd");
        for (var i = 0; i < targets.Length; i++) File.CreateSymbolicLink($"{_proc}/{pid}/fd/{i}", targets[i]);
    }
}
