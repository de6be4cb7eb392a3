namespace Watchdog.SystemTests.Servers;

/// <summary>What a test's server runs in. Both have the same command line and go wrong in the same ways: see <c>server.py</c>.</summary>
public enum ServerRuntime
{
    Python,
    Dotnet,
}
