namespace Watchdog.SystemTests.Servers;

/// <summary>How a test's server is started.</summary>
internal static class ServerCommand
{
    /// <param name="runtime">Which.</param>
    /// <param name="folder">Where the tests' own output folder is.</param>
    public static string[] Command(this ServerRuntime runtime, string folder) => runtime == ServerRuntime.Python
        ? ["/usr/bin/python3", $"{folder}/Servers/server.py"]
        : ["/usr/bin/env", "dotnet", $"{folder}/Watchdog.TestServer.dll"];
}
