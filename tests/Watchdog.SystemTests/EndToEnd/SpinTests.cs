using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;
using Xunit.Abstractions;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Services that burn a processor and serve nobody, in both runtimes and both scopes.</summary>
public sealed class SpinTests(SystemdBox box, ITestOutputHelper output) : CuredWedges(box, output), IClassFixture<SystemdBox>
{
    private static readonly Wedge[] s_burning =
    [
        new("accept-spin", "accept-spins", Counts: true),
        new("spin", "spinning", Options: "--ignore-term"),
    ];

    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9540, true)]
    [InlineData(ServerRuntime.Dotnet, 9550, false)]
    public Task Run_Burns_IsDiagnosedAndRestartedInTime(ServerRuntime runtime, int port, bool user) => WedgeAsync(s_burning, runtime, port, user);
}
