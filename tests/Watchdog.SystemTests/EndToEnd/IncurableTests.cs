using System.Globalization;
using Watchdog.Core;
using Watchdog.SystemTests.Servers;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.EndToEnd;

/// <summary>What each new instance suffers from as the one before did.</summary>
public sealed class IncurableTests(SystemdBox box) : IClassFixture<SystemdBox>
{
    /// <summary>What is wrong lies on the disk: each new instance hangs as the one before.</summary>
    [SkippableTheory]
    [InlineData(ServerRuntime.Python, 9660, true)]
    [InlineData(ServerRuntime.Dotnet, 9661, false)]
    public async Task Run_NoRestartHelps_IsHeldAfterTwo(ServerRuntime runtime, int port, bool user)
    {
        box.Require();
        await using var daemon = new BoxedDaemon(box, string.Create(CultureInfo.InvariantCulture, $"wd-incurable-{port}"), user);
        var name = string.Create(CultureInfo.InvariantCulture, $"incurable-{port}");
        var web = new Watched(name, port) { Runtime = runtime } with { Options = $"--data /run/{name}.data", Gate = "8s" };
        await box.WatchAsync(daemon, web);

        box.Write($"/run/{name}.data", "hang");
        await daemon.UntilAsync(web.Name, Phase.Holding);
        await Task.Delay(TimeSpan.FromSeconds(10));

        var held = await daemon.UntilAsync(web.Name, Phase.Holding);
        Assert.Equal((Hold.Ineffective, 2), (held.Hold, daemon.Decisions<Restart>(web.Name).Count));
    }
}
