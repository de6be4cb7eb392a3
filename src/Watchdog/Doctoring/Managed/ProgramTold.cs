namespace Watchdog.Doctoring.Managed;

/// <summary>What supervisord tells of a program's settings. It keeps autorestart and stopasgroup to itself.</summary>
/// <param name="Group">Of it; its own name where it has none.</param>
/// <param name="Name">Its process's name.</param>
/// <param name="Autostart">Started when supervisord is.</param>
/// <param name="StopSignal">By number.</param>
/// <param name="Uid">As whom it runs; null for supervisord's own user.</param>
/// <param name="Program">The full path of its command's program; null for any other form.</param>
/// <param name="Folder">The full path where it is started; null for any other form.</param>
internal sealed record ProgramTold(string Group, string Name, bool Autostart, long StopSignal, uint? Uid, string? Program, string? Folder)
{
    private const long SigTerm = 15;

    /// <param name="value">Of <c>supervisor.getAllConfigInfo</c>.</param>
    /// <param name="program"><c>web</c>, which stands for <c>web:web</c>, or <c>workers:web_00</c>.</param>
    public static ProgramTold? Of(object? value, string program)
    {
        var parts = program.Split(':', 2);
        var found = (value as List<object> ?? []).OfType<Dictionary<string, object>>()
            .FirstOrDefault(one => parts[0].Equals(one.GetValueOrDefault("group")) && parts[^1].Equals(one.GetValueOrDefault("name")));
        return found is null ? null : new ProgramTold(
            parts[0], parts[^1], found.GetValueOrDefault("autostart") is not false, found.GetValueOrDefault("stopsignal") as long? ?? SigTerm,
            found.GetValueOrDefault("uid") is long and >= 0 and <= uint.MaxValue and var uid ? (uint)uid : null,
            FullPath((found.GetValueOrDefault("command") as string)?.Split(' ', 2)[0]), FullPath(found.GetValueOrDefault("directory") as string));
    }

    /// <summary>Without a shell's quoting, which supervisord would take away.</summary>
    private static string? FullPath(string? text) => text?.StartsWith('/') == true && text.AsSpan().IndexOfAny('"', '\'', '\\') < 0 ? text : null;
}
