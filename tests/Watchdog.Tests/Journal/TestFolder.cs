using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

/// <summary>A folder of its own for each test, with ours prepared in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("watchdog-test-").FullName;
        Directories = new Directories(System.IO.Path.Combine(Path, "s"), System.IO.Path.Combine(Path, "r"));
        Assert.Null(Directories.Prepare());
    }

    public string Path { get; }

    public Directories Directories { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
