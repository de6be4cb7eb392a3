using System.Collections.Immutable;
using Watchdog.Core;

namespace Watchdog.Config.Format;

/// <summary>The keys of a service.</summary>
internal static class ServiceFormat
{
    private static readonly Section<ServiceConfig> Budget = new([
        Judged("restarts", new IntForm(1, 100), p => p.Budget.Restarts, (p, v) => p with { Budget = p.Budget with { Restarts = v } },
            "How many."),
        Judged("within", Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)), p => p.Budget.Within,
            (p, v) => p with { Budget = p.Budget with { Within = v!.Value } },
            "In a sliding window of this length."),
    ]);

    private static readonly Section<ServiceConfig> Backoff = new([
        Judged("initial", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), p => p.Backoff.Initial,
            (p, v) => p with { Backoff = p.Backoff with { Initial = v!.Value } },
            "After the first restart; doubled after each further one."),
        Judged("max", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), p => p.Backoff.Max,
            (p, v) => p with { Backoff = p.Backoff with { Max = v!.Value } }, "Never longer."),
    ]);

    private static readonly Section<ServiceConfig> Restart = new(
        [
            new GroupKey<ServiceConfig>("budget", Budget, "How many restarts are allowed; beyond, nothing is done but alerting, and one try an hour."),
            new GroupKey<ServiceConfig>("backoff", Backoff, "The least time between two restarts."),
            Judged("startupGate", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), p => p.StartupGate,
                (p, v) => p with { StartupGate = v!.Value },
                "How long a new instance may take until every check has passed once."),
            Judged("killAfter", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), off: true), p => p.KillAfter,
                (p, v) => p with { KillAfter = v },
                "Kills a frozen process that does not stop, where nobody chose TimeoutStopSec; \"off\" never does."),
            Judged("signal", new ChoiceForm<DumpSignal?>(("SIGUSR1", DumpSignal.Usr1), ("SIGQUIT", DumpSignal.Quit), ("SIGABRT", DumpSignal.Abrt)),
                p => p.Signal, (p, v) => p with { Signal = v },
                "Sent to the main process before a restart, with 2 s for what it writes."),
            new ValueKey<ServiceConfig, BusyConfig?>("busy", new BusyForm(), s => s.Busy, (s, v) => s with { Busy = v },
                "How much is in flight: a restart for a soft cause (memory, a deep check) waits until it is 0."),
        ]);

    public static readonly Section<ServiceConfig> Keys = new(
        [
            .. ManagerFormat.Keys,
            Check(CheckDefaults.Liveness, new CheckForm(CheckDefaults.Liveness, CheckKind.Liveness), "Whether it answers at all."),
            Check(CheckDefaults.DeepHealth, new CheckForm(CheckDefaults.DeepHealth, CheckKind.DeepHealth),
                "Whether it can do its work; asked less often."),
            Check(CheckDefaults.AcceptLoop, CheckFormat.AcceptLoop, "A counter that must advance when connections arrive."),
            Check(CheckDefaults.Memory, CheckFormat.Memory, "Its working set."),
            new ValueKey<ServiceConfig, ImmutableArray<KeyValuePair<string, CheckConfig?>>>("checks",
                new MapForm<CheckConfig?>(name => new CheckForm(name, CheckKind.Custom), "{ \"redis\": { \"tcp\": \"127.0.0.1:6379\" } }",
                    Texts.CheckName),
                s => [.. s.Checks.Where(c => c.Policy.Kind == CheckKind.Custom)
                    .Select(c => KeyValuePair.Create(c.Policy.Name, (CheckConfig?)c))],
                (s, v) => s with { Checks = s.Checks.AddRange(v.Select(pair => pair.Value!)) }, "Further checks, by a name of your own."),
            new ValueKey<ServiceConfig, Severity>("severity",
                new ChoiceForm<Severity>(("critical", Severity.Critical), ("background", Severity.Background)),
                s => s.Severity, (s, v) => s with { Severity = v }, "How loud it is when something is wrong."),
            new GroupKey<ServiceConfig>("restart", Restart, "When and how often it may be restarted."),
            new ValueKey<ServiceConfig, ImmutableArray<DependencyConfig?>>("dependsOn",
                new ListForm<DependencyConfig?>(new DependencyForm(), "[\"postgres\", { \"tcp\": \"127.0.0.1:5432\" }]", least: 0),
                s => ImmutableArray.CreateRange(s.DependsOn, d => (DependencyConfig?)d), (s, v) =>
                    s with { DependsOn = ImmutableArray.CreateRange(v, d => d!) },
                "Services of this file, or checks, without which it cannot work: while one is down, this one is not restarted for failing deep checks."),
            new ValueKey<ServiceConfig, ImmutableArray<MaintenanceWindow>>("maintenance",
                new ListForm<MaintenanceWindow>(new WindowForm(), "[{ \"days\": [\"sun\"], \"from\": \"03:00\", \"to\": \"05:00\" }]", least: 0),
                s => s.Maintenance, (s, v) => s with { Maintenance = v },
                "Recurring windows in which nothing is done to it."),
            RoutingFormat.Notify,
        ]);

    public static ServiceConfig Blank() => new() { Name = "", Manager = null!, Checks = [], Policy = new ServicePolicy { Name = "" } };

    private static DurationForm Duration(TimeSpan least, TimeSpan most) => new(least, most);

    private static ValueKey<ServiceConfig, CheckConfig?> Check(string name, Form<CheckConfig?> form, string doc) =>
        new(name, form, s => s.Find(name), (s, v) => s with { Checks = s.Checks.Add(v!) }, doc);

    private static ValueKey<ServiceConfig, T> Judged<T>(string name, Form<T> form, Func<ServicePolicy, T> get,
        Func<ServicePolicy, T, ServicePolicy> set, string doc) =>
        new(name, form, s => get(s.Policy), (s, v) => s with { Policy = set(s.Policy, v) }, doc);
}
