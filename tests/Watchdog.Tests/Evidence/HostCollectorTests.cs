using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Evidence.Collectors;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Evidence;

public sealed class HostCollectorTests : IDisposable
{
    private readonly RecordedProc _proc = new();
    private readonly TextFiles _files = new();

    public void Dispose() => _proc.Dispose();

    [SkippableFact]
    public async Task CollectAsync_RecordedMachine_IsToldWithTheUnitsGroupAndItsDisks()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "wants a Linux to ask for its disks");
        _proc.Write("version", "Linux version 6.18.44 (build@host) #1 SMP\n");
        _proc.Write("uptime", "7200.55 1000.00\n");
        _proc.Write("loadavg", "34.10 20.00 10.00 3/400 999\n");
        _proc.Write("pressure/memory", "some avg10=12.00 avg60=3.00 avg300=1.00 total=99\nfull avg10=1.00 avg60=0.00 avg300=0.00 total=9\n");
        _proc.Write("meminfo", "MemTotal:        8000000 kB\nMemAvailable:    1000000 kB\nVmallocTotal:   34359738367 kB\n");
        _proc.Write("cgroups/system.slice/web.service/memory.events", "low 0\noom 2\noom_kill 1\n");
        _proc.Process(700, "web", 1);
        var subject = Evidences.Subject(700);
        subject = subject with { Unit = subject.Unit! with { ControlGroup = "/system.slice/web.service" } };
        var journal = new KernelJournal(new BusOptions(SystemdScope.System, "unix:path=/nowhere") { JournalDirectory = "/nowhere" });

        var collected = await new HostCollector(Evidences.Context(), journal, _proc.Root, Path.Combine(_proc.Root, "cgroups")).CollectAsync(subject, _files, CancellationToken.None);

        Assert.Equal("load 34.10, memory pressure 12 %", collected.Summary);
        Assert.Equal(["what the kernel has killed for lack of memory is not known: the system's journal cannot be read"], collected.Problems.ToArray());
        var text = _files["host.txt"];
        foreach (var line in (string[])
            [
                "kernel: Linux version 6.18.44 (build@host) #1 SMP", "up: 2 h", "load: 34.10 20.00 10.00 3/400 999", "MemAvailable:    1000000 kB",
                "pressure of memory: some avg10=12.00 avg60=3.00 avg300=1.00 total=99; full avg10=1.00 avg60=0.00 avg300=0.00 total=9",
                "memory.events of its control group: low 0, oom 2, oom_kill 1", $"  pid 700      {Words.Size(2469L * Environment.SystemPageSize),10}  web",
            ])
        {
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        }

        Assert.Matches(@"\ndisk of /: [\d.]+ \w+ of [\d.]+ \w+ free", text);
        Assert.DoesNotContain("VmallocTotal", text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task CollectAsync_JournalWithoutALineOfTheKernel_IsToldToWhoeverIsNotRoot(bool isRoot, bool isTold)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && LibSystemd.IsPresent, "wants libsystemd");
        var empty = Directory.CreateDirectory(Path.Combine(_proc.Root, "journal")).FullName;
        var journal = new KernelJournal(new BusOptions(SystemdScope.System, "unix:path=/nowhere") { JournalDirectory = empty });

        var collected = await new HostCollector(Evidences.Context(), journal, _proc.Root) { IsRoot = isRoot }.CollectAsync(Evidences.Subject(), _files, CancellationToken.None);

        Assert.Equal(isTold, collected.Problems.Any(static problem => problem.Contains("shows us no line of the kernel", StringComparison.Ordinal)));
    }
}
