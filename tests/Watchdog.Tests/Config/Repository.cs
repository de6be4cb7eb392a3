namespace Watchdog.Tests.Config;

internal static class Repository
{
    public static string File(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Watchdog.sln"))) return Path.Combine(folder.FullName, relative);
        }

        throw new InvalidOperationException("the tests run outside of the repository");
    }
}
