using System.Globalization;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;
using Xunit.Abstractions;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>Services that answer wrongly, not at all, or do not even listen, in both runtimes and both scopes.</summary>
public sealed class FailingAnswerTests(SystemdBox box, ITestOutputHelper output) : CuredWedges(box, output), IClassFixture<SystemdBox>
{
    /// <summary>Those that answer, or do not even listen, need no proof: their thresholds decide.</summary>
    private static readonly Wedge[] s_answering =
    [
        new("refuse", "not-listening"),
        new("pool-full-stuck", "pool-stuck"),
        new("status 500", "status-5xx"),
        new("reset", "reset"),
    ];

    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9580, false)]
    [InlineData(ServerRuntime.Dotnet, 9590, true)]
    public Task Run_AnswersWronglyOrNotAtAll_IsRestartedAtItsThreshold(ServerRuntime runtime, int port, bool user) => WedgeAsync(s_answering, runtime, port, user, atOnce: true);

    /// <summary>Connections are taken and nothing is answered: no second signal says that it is a wedge, so it takes twice the threshold.</summary>
    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9570, true)]
    [InlineData(ServerRuntime.Dotnet, 9571, false)]
    public async Task Run_HandlersHang_IsRestartedAfterTwiceTheThreshold(ServerRuntime runtime, int port, bool user)
    {
        Box.Require();
        await using var daemon = new BoxedDaemon(Box, string.Create(CultureInfo.InvariantCulture, $"wd-handlers-{port}"), user);
        var service = Service(new Wedge("hang-handler", "accepted-silent"), runtime, port) with { Timeout = "1s" };
        await Box.WatchAsync(daemon, service);

        var failures = await CureAsync(daemon, new Wedge("hang-handler", "accepted-silent"), service, TimeSpan.Zero);

        // Never earlier; on a machine that others keep busy, what is around the sixth may be seen a look later.
        Assert.InRange(failures, 6, 7);
    }
}
