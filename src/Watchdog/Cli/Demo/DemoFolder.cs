using Watchdog.Journal;

namespace Watchdog.Cli.Demo;

/// <summary>All that the demo writes: a folder of its own, for our user alone, gone at its end.</summary>
internal sealed class DemoFolder : IDisposable
{
    /// <exception cref="IOException">There is no room for it.</exception>
    public DemoFolder() => Path = Directory.CreateTempSubdirectory("watchdog-demo-").FullName;

    public string Path { get; }

    public string ConfigFile => System.IO.Path.Combine(Path, "watchdog.json");

    public Directories Directories => new(System.IO.Path.Combine(Path, "state"), System.IO.Path.Combine(Path, "runtime"));

    public string FaultsOf(DemoFault fault) => System.IO.Path.Combine(Path, $"{fault.Service}.faults");

    public string IncurableOf(DemoFault fault) => System.IO.Path.Combine(Path, $"{fault.Service}.incurable");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied up before us.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"watchdog demo: {Path} could not be removed ({failure.Message}); remove it by hand");
        }
    }
}
