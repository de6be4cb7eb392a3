namespace Watchdog.Benchmarks;

/// <summary>A temporary folder with all that the box gets to see: the published program and this one. Gone afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    public string Program => System.IO.Path.Combine(Path, "watchdog");

    public static WorkFolder Create()
    {
        var folder = new WorkFolder(Directory.CreateTempSubdirectory("watchdog-bench-").FullName);
        var own = Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, "bench")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory)) File.Copy(file, System.IO.Path.Combine(own, System.IO.Path.GetFileName(file)));
        return folder;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
