namespace Watchdog.Managers.Supervisord;

/// <summary>How long supervisord itself waits for a program; null where it does not say.</summary>
/// <param name="Stop">stopwaitsecs: from its stop signal to SIGKILL. supervisord's default is 10 s.</param>
/// <param name="Start">startsecs: what it must have lived to count as started. supervisord's default is 1 s.</param>
internal readonly record struct ProgramTimes(TimeSpan? Stop, TimeSpan? Start)
{
    /// <param name="value">Of <c>supervisor.getAllConfigInfo</c>.</param>
    /// <param name="program"><c>web</c>, which stands for <c>web:web</c>, or <c>workers:web_00</c>.</param>
    public static ProgramTimes Of(object? value, string program)
    {
        var found = Find(value, program);
        return new ProgramTimes(Seconds(found?.GetValueOrDefault("stopwaitsecs")), Seconds(found?.GetValueOrDefault("startsecs")));
    }

    /// <summary>All that is configured of a program; null where it is not among them.</summary>
    public static Dictionary<string, object>? Find(object? value, string program)
    {
        var parts = program.Split(':', 2);
        return (value as List<object> ?? []).OfType<Dictionary<string, object>>()
            .FirstOrDefault(one => parts[0].Equals(one.GetValueOrDefault("group")) && parts[^1].Equals(one.GetValueOrDefault("name")));
    }

    private static TimeSpan? Seconds(object? value) => value is long and >= 0 and <= 86_400 ? TimeSpan.FromSeconds((long)value) : null;
}
