namespace Watchdog.Core.Tests;

/// <summary>Plain examples, for tests that need one and do not care which.</summary>
internal static class Any
{
    public const string Liveness = "liveness";
    public const string Deep = "deepHealth";
    public const string Counter = "acceptLoop";
    public const string Memory = "memory";

    public static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    public static TimeSpan Min(double minutes) => TimeSpan.FromMinutes(minutes);

    public static TimeSpan H(double hours) => TimeSpan.FromHours(hours);

    public static CheckPolicy Check(string name) => name switch
    {
        Deep => new() { Name = Deep, Kind = CheckKind.DeepHealth, Interval = S(60) },
        Counter => new() { Name = Counter, Kind = CheckKind.AcceptLoop },
        Memory => new() { Name = Memory, Kind = CheckKind.Memory, For = Min(2) },
        _ => new() { Name = name, Kind = CheckKind.Liveness },
    };

    public static ServicePolicy Policy(params string[] checks) => new() { Name = "web", Checks = [.. checks.Select(Check)] };

    public static UnitStatus Unit(string instance = "a", UnitState state = UnitState.Active) => new()
    {
        State = state,
        SubState = state == UnitState.Active ? "running" : state == UnitState.Failed ? "failed" : "dead",
        Instance = instance,
        StartedAt = TimeSpan.Zero,
        MainPid = 4711,
        TimeoutStop = S(90),
        TimeoutStopIsDefault = true,
    };

    public static UnitStatus Failed(string instance = "a", LastEnd end = LastEnd.ByItself) =>
        Unit(instance, UnitState.Failed) with { Result = "exit-code", LastEnd = end, MainPid = 0 };

    public static RestartOutcome Outcome(RestartResult result) => new(result, new Reason($"was-{result.ToString().ToLowerInvariant()}", "the manager says so"));
}
