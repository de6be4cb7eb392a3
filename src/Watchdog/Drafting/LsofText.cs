using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Watchdog.Drafting;

/// <summary>
/// What <c>lsof -F</c> says of listeners: a field a line, told by its first letter (lsof(8), output for other programs). Reads any text whatever. Pure.
/// </summary>
internal static class LsofText
{
    /// <summary>One for each place: of those who share it, launchd (which listens for others), else the one that was there first, by its number.</summary>
    public static ImmutableArray<OpenPort> Ports(string output)
    {
        var rows = Rows(output).ToArray();

        // lsof does not tell whether an IPv6 socket takes IPv4 as well. Unless someone asked for it, it does; not where another one takes that.
        var v4 = rows.Where(row => row.Bound.Address.Equals(IPAddress.Any)).Select(row => row.Bound.Port).ToHashSet();
        return
        [
            .. rows.GroupBy(row => row.Bound)
                .Select(same => new OpenPort(same.Key, same.Key.Address.Equals(IPAddress.IPv6Any) && v4.Contains(same.Key.Port), null, same.Min(row => row.Pid)))
                .OrderBy(port => port.Port).ThenBy(port => port.Address, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(IPEndPoint Bound, int Pid)> Rows(string output)
    {
        var (pid, type) = (0, "");
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length == 0) continue;
            var value = line[1..];
            switch (line[0])
            {
                case 'p':
                    (pid, type) = (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, "");
                    break;
                case 'f':
                    type = "";
                    break;
                case 't':
                    type = value;
                    break;
                case 'n' when pid > 0 && Place(value, type) is { } bound:
                    yield return (bound, pid);
                    break;
            }
        }
    }

    /// <param name="name"><c>127.0.0.1:8080</c>, <c>[::1]:8080</c> or <c>*:8080</c>.</param>
    /// <param name="type"><c>IPv4</c> or <c>IPv6</c>.</param>
    private static IPEndPoint? Place(string name, string type)
    {
        var colon = name.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return null;
        var host = name[..colon];
        if (host == "*") return new IPEndPoint(type == "IPv6" ? IPAddress.IPv6Any : IPAddress.Any, port);
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) ? new IPEndPoint(address, port) : null;
    }
}
