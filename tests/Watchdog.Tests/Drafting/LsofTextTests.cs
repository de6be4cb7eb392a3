using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class LsofTextTests
{
    /// <summary>Of <c>lsof -w -nP -iTCP -sTCP:LISTEN -Fptn</c>: a line for the process, then three for each of its files.</summary>
    private const string Mac =
        "p1\nf8\ntIPv6\nn*:22\nf9\ntIPv4\nn*:22\np512\nf10\ntIPv4\nn*:7000\nf11\ntIPv6\nn*:7000\np888\nf5\ntIPv6\nn[::1]:5432\nf6\ntIPv4\nn127.0.0.1:5432\np901\nf3\ntIPv6\nn*:3000\np902\nf3\ntIPv6\nn*:3000\np77\nf7\ntIPv6\nn[fe80:1::1]:8021\n";

    [Fact]
    public void Ports_OfAMac_AreEachPlaceOnceWithItsProcess()
    {
        var ports = LsofText.Ports(Mac);

        Assert.Equal(
            ["0.0.0.0:22 1", "[::]:22 1", "[::]:3000 901", "127.0.0.1:5432 888", "[::1]:5432 888", "0.0.0.0:7000 512", "[::]:7000 512", "[fe80:1::1]:8021 77"],
            ports.Select(port => $"{port.Bound} {port.Pid}"));
    }

    [Theory]
    [InlineData("p1\nf1\ntIPv6\nn*:80\n", "127.0.0.1:80")]
    [InlineData("p1\nf1\ntIPv6\nn*:80\np2\nf1\ntIPv4\nn*:80\n", "127.0.0.1:80,[::1]:80")]
    public void Ports_AnyAddressOfIPv6_TakesIPv4UnlessAnotherDoes(string output, string asked) =>
        Assert.Equal(asked, string.Join(',', LsofText.Ports(output).Select(port => port.Address)));

    [Theory]
    [InlineData("")]
    [InlineData("n*:80\n")]
    [InlineData("px\nn*:80\n")]
    [InlineData("p5\nn*:*\nn*:http\nn80\nn*:0\nn*:65536\nnhost:80\n")]
    public void Ports_WithoutProcessOrNumber_AreNone(string output) => Assert.Empty(LsofText.Ports(output));

    [Fact]
    public void Ports_AnyTextWhatever_NeverThrow()
    {
        var lines = Gen.OneOf(ArbMap.Default.GeneratorFor<string>(), Gen.Elements("p7", "p", "f3", "tIPv6", "n*:80", "n[::1]:9", "n[:9", "n:9", "n", "\r"));
        Prop.ForAll(
            Gen.ListOf(lines).Select(all => string.Join('\n', all)).ToArbitrary(),
            text => LsofText.Ports(text).All(port => port.Pid > 0 && port.Port > 0)).QuickCheckThrowOnFailure();
    }

    [SkippableFact]
    public async Task Read_AListenerOfOurs_IsFoundByTheRealLsof()
    {
        Skip.IfNot(File.Exists("/usr/bin/lsof"), "lsof is not installed");
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var open = await new LsofPorts(TimeProvider.System).ReadAsync(CancellationToken.None);

            Assert.Null(open.Unseen.Code);
            Assert.Equal(Environment.ProcessId, Assert.Single(open.Ports, port => port.Bound.Equals(listener.LocalEndpoint)).Pid);
        }
        finally
        {
            listener.Stop();
        }
    }

    [Fact]
    public async Task Read_NoLsof_IsUnseen()
    {
        var open = await new LsofPorts(TimeProvider.System, "/nowhere/lsof").ReadAsync(CancellationToken.None);

        Assert.Equal("lsof", open.Unseen.Code);
        Assert.Empty(open.Ports);
    }
}
