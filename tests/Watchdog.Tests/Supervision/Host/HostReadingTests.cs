using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Probes;
using Watchdog.Supervision.Host;

namespace Watchdog.Tests.Supervision.Host;

/// <summary>What is read of the machine and of ourselves, from files as the kernel writes them and from the real thing.</summary>
public sealed class HostReadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-proc-").FullName;

    [Theory]
    [InlineData(100L, 1024L, null)]
    [InlineData(972L, 1024L, null)]
    [InlineData(973L, 1024L, "few-descriptors")]
    [InlineData(184L, 200L, null)]
    [InlineData(185L, 200L, "few-descriptors")]
    [InlineData(1024L, 1024L, "few-descriptors")]
    [InlineData(null, 1024L, "no-descriptors")]
    public void Short_OfSixteenOrFivePercent_IsTold(long? open, long limit, string? code) => Assert.Equal(code, OwnDescriptors.Short(open, limit)?.Code);

    [Fact]
    public void Short_OfThisProcess_HasPlenty() => Assert.Null(OwnDescriptors.Short());

    [Fact]
    public void Asleep_OfThisMachine_IsNoNegativeTimeAndStands()
    {
        var asleep = SleepClock.Asleep();
        Assert.InRange(asleep, TimeSpan.FromMilliseconds(-1), TimeSpan.FromDays(10_000));
        Assert.InRange(SleepClock.Asleep() - asleep, TimeSpan.FromSeconds(-0.5), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Words_OfLoadAndPressure_NamesWhatTheKernelTells()
    {
        Write("loadavg", "34.10 30.01 12.00 9/1234 5678\n");
        Assert.Equal("load 34.10", HostPressure.Words(_folder));
        Write("pressure/cpu", "some avg10=96.31 avg60=90.00 avg300=64.35 total=8997055527\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Write("pressure/io", "some avg10=3.00 avg60=1.00 avg300=0.00 total=1\n");
        Assert.Equal("load 34.10, CPU pressure 96 %, I/O pressure 3 %", HostPressure.Words(_folder));
        Assert.Equal("", HostPressure.Words(Path.Combine(_folder, "nothing")));
    }

    [Fact]
    public async Task Control_OnThisMachine_PassesAndLeavesNothingBehind()
    {
        using var probes = new ProbeFactory(TimeProvider.System);
        for (var i = 0; i < 50; i++)
        {
            // A machine under load may well be slow: then it says so, and never that the probe failed.
            Assert.NotEqual("control-failed", (await ControlProbe.LookAsync(probes, TimeProvider.System, CancellationToken.None))?.Code);
        }
    }

    [Theory]
    [InlineData(Look.Passed, 0.9, null)]
    [InlineData(Look.Passed, 1.0, "control-slow")]
    [InlineData(Look.Failed, 0.1, "control-failed")]
    [InlineData(Look.Unknown, 0.1, "control-failed")]
    public void Judge_Control_TrustsOnlyAQuickPass(Look look, double seconds, string? code) =>
        Assert.Equal(code, ControlProbe.Judge(new Observation("control", look, new Reason("it", "is so")), TimeSpan.FromSeconds(seconds))?.Code);

    [Theory]
    [InlineData("a/cpu.stat", "usage_usec {0}000000\n")]
    [InlineData("unified/a/cpu.stat", "usage_usec {0}000000\n")]
    [InlineData("cpuacct/a/cpuacct.usage", "{0}000000000\n")]
    public void Main_OfABusyMachine_IsWhoUsesMoreThanHalfInEveryLayout(string file, string text)
    {
        var consumers = new Consumers(_folder, _folder, processors: 2);
        Assert.Null(Sample(10, 0));
        Assert.Null(Sample(14, 2));         // half is not more than half
        Assert.Equal("/a", Sample(18, 5));
        Assert.Null(Sample(19, 6));         // all of a quarter of the machine
        consumers.Clear();
        Assert.Null(Sample(23, 10));

        string? Sample(int busy, int used)
        {
            Write("stat", $"cpu  {busy * 50} {busy * 10} {busy * 40} 999 99 0 0 7 0 0\ncpu0 1 2 3\n");
            Write(file, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, 100 + used));
            return consumers.Main(["/a", "/b"], TimeSpan.FromSeconds(busy <= 18 ? (busy - 10) / 2.0 : busy <= 19 ? 6 : 8));
        }
    }

    [Theory]
    [InlineData(500, 9_000, null)]
    [InlineData(500, 900, null)]
    [InlineData(6_000, 900, "/a")]
    [InlineData(6_000, 2_000, null)]
    public void Main_OfAMachineOutOfMemory_IsWhoOwnsMostOfIt(long used, long available, string? main)
    {
        Write("meminfo", $"MemTotal:       10000 kB\nMemFree:          10 kB\nMemAvailable:   {available} kB\n");
        Write("a/memory.current", $"{used * 1024}\n");
        Assert.Equal(main, new Consumers(_folder, _folder, processors: 2).Main(["/a"], TimeSpan.Zero));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
