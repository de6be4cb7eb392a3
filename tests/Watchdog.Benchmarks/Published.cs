using System.Runtime.InteropServices;

namespace Watchdog.Benchmarks;

/// <summary>The program as users get it: what is measured is nothing else.</summary>
internal static class Published
{
    public static async Task PutIntoAsync(WorkFolder folder, string? binary)
    {
        if (binary is not null)
        {
            File.Copy(binary, folder.Program);
            return;
        }

        var project = FindProject() ?? throw new InvalidOperationException("src/Watchdog/Watchdog.csproj is not here: run it inside the repository, or give --binary PATH");
        Console.Error.WriteLine("publishing (a minute or two) …");
        var rid = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

        // The flags of deploy/install.sh.
        await Shell.RunAsync(
            ["dotnet", "publish", project, "--configuration", "Release", "--runtime", rid, "--self-contained",
             "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", "-p:PublishReadyToRun=true", "-p:DebugType=none",
             "-p:PublishDocumentationFiles=false", "-p:PublishReferencesDocumentationFiles=false",
             "--output", Path.Combine(folder.Path, "publish"), "--verbosity", "quiet", "--nologo", "--disable-build-servers"],
            TimeSpan.FromMinutes(15));
        File.Move(Path.Combine(folder.Path, "publish", "watchdog"), folder.Program);
    }

    private static string? FindProject()
    {
        for (var folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var project = Path.Combine(folder, "src", "Watchdog", "Watchdog.csproj");
            if (File.Exists(project)) return project;
        }

        return null;
    }
}
