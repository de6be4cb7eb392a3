using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;
using Xunit.Abstractions;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Services that stand still, in both runtimes and both scopes.</summary>
public sealed class WedgeTests(SystemdBox box, ITestOutputHelper output) : CuredWedges(box, output), IClassFixture<SystemdBox>
{
    private static readonly Wedge[] s_still =
    [
        new("stopped", "stopped"),
        new("stopped", "stopped", Counts: true, "--ignore-term"),
        new("hang-accept", "accept-wedged", Counts: true),
        new("hang-accept", "not-accepting", Options: "--ignore-term"),
        new("deadlock", "deadlocked", Counts: true),
        new("backlog-full", "backlog-full", Options: "--backlog 1"),
    ];

    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9500, false)]
    [InlineData(ServerRuntime.Dotnet, 9520, false)]
    [InlineData(ServerRuntime.Python, 9560, true)]
    public Task Run_StandsStill_IsDiagnosedAndRestartedInTime(ServerRuntime runtime, int port, bool user) => WedgeAsync(s_still, runtime, port, user);
}
