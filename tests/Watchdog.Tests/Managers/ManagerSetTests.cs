using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Managers;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Managers;

/// <summary>Orders that outlive the loop that gave them.</summary>
public sealed class ManagerSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-managers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task DisposeAsync_OrderUnderWay_WaitsForItsEnd()
    {
        var managers = new ManagerSet(ChildOptions.In(_folder), TimeProvider.System, NullLoggerFactory.Instance);
        var service = Service("touch began; while [ ! -e go ]; do sleep 0.05; done; touch done");
        using var loop = new CancellationTokenSource();
        var acting = managers.UnitOf(service).ActAsync(new Restart(1, Intent.EnsureUp, new Reason("test", "a test")), loop.Token);
        await Eventually.TrueAsync(() => File.Exists(In("began")), "the order has begun");
        await loop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acting);
        var ofReload = await managers.UnitOf(service).LookAsync(default);

        var ending = managers.DisposeAsync().AsTask();
        await File.WriteAllTextAsync(In("go"), "");
        await ending;

        Assert.Equal("a start of ours", ofReload.Status!.Job);
        Assert.True(File.Exists(In("done")));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private ServiceConfig Service(string start) => new()
    {
        Name = "web",
        Manager = new CommandConfig { Restart = Sh("exit 0"), Start = Sh($"cd {_folder} || exit; {start}"), Status = Sh("exit 1"), Pid = Sh("exit 0") },
        Checks = [],
        Policy = new ServicePolicy { Name = "web", Checks = [] },
    };

    private static ImmutableArray<string> Sh(string script) => ["/bin/sh", "-c", script];
}
