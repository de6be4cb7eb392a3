namespace Watchdog.Managers.Systemd;

/// <summary>
/// The signals that we ask for: three matches for any number of units, told apart by path when they arrive. One match a unit would end at the system bus's
/// limit of 512 a connection (max_match_rules_per_connection of dbus-daemon(1)).
/// </summary>
internal static class BusMatches
{
    public const string ManagerPath = "/org/freedesktop/systemd1", ManagerInterface = "org.freedesktop.systemd1.Manager";

    public const string Properties = "org.freedesktop.DBus.Properties", UnitInterface = "org.freedesktop.systemd1.Unit",
        JobInterface = "org.freedesktop.systemd1.Job";

    public const string BusItself = "org.freedesktop.DBus";

    public static IReadOnlyList<string> All { get; } =
    [
        // A change is told twice, for the unit's own interface first and then for this one; the second is enough.
        $"type='signal',sender='{BusConnection.Manager}',interface='{Properties}',member='PropertiesChanged'," +
        $"path_namespace='{ManagerPath}/unit',arg0='{UnitInterface}'",
        $"type='signal',sender='{BusConnection.Manager}',interface='{ManagerInterface}',path='{ManagerPath}'",
        $"type='signal',sender='{BusItself}',interface='{BusItself}',member='NameOwnerChanged',arg0='{BusConnection.Manager}'",
    ];

    /// <summary>A unit's object path: what is no ASCII letter or digit, and a digit in front, is written as _ and two hex digits.</summary>
    public static string UnitPath(string unit)
    {
        var path = new System.Text.StringBuilder(ManagerPath + "/unit/");
        var bytes = System.Text.Encoding.UTF8.GetBytes(unit);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var plain = char.IsAsciiLetter(c) || (i > 0 && char.IsAsciiDigit(c));
            path = plain ? path.Append(c) : path.Append('_').Append($"{bytes[i]:x2}");
        }

        return path.ToString();
    }
}
