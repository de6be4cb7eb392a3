using System.Globalization;

namespace Watchdog.Kernel;

/// <summary>Users by the file of users alone: a directory service may not answer, and would keep us waiting.</summary>
internal sealed class UserNames(string? passwd)
{
    private readonly Dictionary<uint, string> _names = Parse(passwd ?? "");

    public static UserNames OfThisMachine() => new(SmallFile.Read("/etc/passwd"));

    /// <summary>The name, else the number.</summary>
    public string Of(uint user) => _names.TryGetValue(user, out var name) ? name : user.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<uint, string> Parse(string passwd)
    {
        var names = new Dictionary<uint, string>();
        foreach (var line in passwd.Split('\n'))
        {
            if (line.Split(':') is [var name, _, var number, ..] && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var user)) names.TryAdd(user, name);
        }

        return names;
    }
}
