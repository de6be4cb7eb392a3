using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Watchdog.Drafting;
using Watchdog.Kernel;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Drafting;

public sealed class DrafterTests
{
    [Fact]
    public async Task Run_TwoSources_AreAskedInTurnForWhatIsLeft()
    {
        var first = new FakeSource { Claims = 6379, LeftOut = [new LeftOut("a", "b")] };
        var second = new FakeSource { Claims = 3306 };

        var drafted = await RunAsync(null, first, second);

        Assert.Equal([6379, 3306, 9999], first.Offered);
        Assert.Equal([3306, 9999], second.Offered);
        Assert.Equal(["6379.service", "3306.service"], drafted.Services.Select(service => service.Unit));
        Assert.Equal(["a: b", "process 7 (127.0.0.1:9999): no manager that we may ask has it, so nobody could restart it: make a service of it, or draft it as its user"], drafted.LeftOut.Select(left => left.ToString()));
    }

    [Fact]
    public async Task Run_OneIsAskedFor_SaysNothingOfOthers()
    {
        var drafted = await RunAsync("x", new FakeSource { Claims = 0, Names = ["xx.service"] });

        Assert.Empty(drafted.Services);
        Assert.Empty(drafted.LeftOut);
        Assert.Equal("xx.service", Assert.Single(drafted.Names));
    }

    [Fact]
    public async Task Run_OneIsAskedFor_IsTheFirstSourcesThatHasIt()
    {
        var unsure = new FakeSource { Claims = 0, LeftOut = [new LeftOut("x", "y")], Unasked = [new LeftOut("a", "b")] };
        var last = new FakeSource { Claims = 9999 };

        var drafted = await RunAsync("x", unsure, new FakeSource { Claims = 3306 }, last);

        Assert.Equal(["3306.service"], drafted.Services.Select(service => service.Unit));
        Assert.Empty(drafted.LeftOut);
        Assert.Empty(drafted.Unasked);
        Assert.Empty(last.Offered);
    }

    [Fact]
    public async Task Run_OneIsAskedForThatNobodyHas_SaysWhoCouldNotBeAsked()
    {
        var drafted = await RunAsync("x", new FakeSource { Claims = 0, Unasked = [new LeftOut("a", "b")] }, new FakeSource { Claims = 0, Unasked = [new LeftOut("c", "d")] });

        Assert.Equal(["a: b", "c: d"], drafted.Unasked.Select(one => one.ToString()));
    }

    [SkippableFact]
    public void Read_AListenerOfOurs_IsFoundWithItsProcess()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var open = OpenPorts.Read(SocketDiag.OfThisMachine, SocketHolders.OfThisMachine, Cgroups.OfThisMachine);

            var ours = Assert.Single(open.Ports, port => port.Bound.Equals(listener.LocalEndpoint));
            Assert.Equal(Environment.ProcessId, ours.Pid);
        }
        finally
        {
            listener.Stop();
        }
    }

    private static Task<DraftedServices> RunAsync(string? only, params FakeSource[] sources) => new Drafter(
        sources, new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.NoHttp) }, new TestTimeProvider()).RunAsync(
        [Samples.Port(6379), Samples.Port(3306), Samples.Port(9999) with { Pid = 7 }], only, TimeSpan.Zero, Samples.Context, _ => { }, CancellationToken.None);

    private sealed class FakeSource : IServiceSource
    {
        public required int Claims { get; init; }

        public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

        public ImmutableArray<string> Names { get; init; } = [];

        public ImmutableArray<LeftOut> Unasked { get; init; } = [];

        public List<int> Offered { get; } = [];

        public Task<SourceLook> FindAsync(ImmutableArray<OpenPort> ports, string? only, CancellationToken cancel)
        {
            Offered.AddRange(ports.Select(port => port.Port));
            var ours = ports.Where(port => port.Port == Claims).Select(port => Samples.Service($"{port.Port}.service", port.Port));
            return Task.FromResult(new SourceLook([.. ours], LeftOut, [.. ports.Where(port => port.Port != Claims)]) { Names = Names, Unasked = Unasked });
        }
    }
}
