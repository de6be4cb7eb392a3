using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Watchdog.Managers.Systemd;

/// <summary>What we need of a unit's properties, out of one GetAll over all of its interfaces (about 300 properties, of which we read these).</summary>
internal sealed class UnitProperties
{
    private static readonly FrozenSet<string> s_wanted = FrozenSet.Create(
        "Id", "LoadState", "ActiveState", "SubState", "InvocationID", "InactiveExitTimestampMonotonic", "InactiveEnterTimestampMonotonic", "Job",
        "StartLimitBurst", "StartLimitIntervalUSec", "StartLimitAction", "FailureAction", "SuccessAction", "JobTimeoutAction",
        "RequiredBy", "BoundBy", "ConsistsOf",
        "MainPID", "NRestarts", "Result", "TimeoutStopUSec", "TimeoutStartUSec", "SendSIGKILL", "ControlGroup");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_wantedSpans = s_wanted.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Dictionary<string, object> _values = new(s_wanted.Count);

    public string Text(string name) => _values.GetValueOrDefault(name) as string ?? "";

    public ulong Number(string name) => _values.GetValueOrDefault(name) is ulong number ? number : 0;

    /// <summary>A number of which the largest means "none" or "for ever".</summary>
    public ulong? Limited(string name) => _values.GetValueOrDefault(name) is ulong number and not ulong.MaxValue ? number : null;

    public TimeSpan? Duration(string name) =>
        Limited(name) is { } microseconds and < long.MaxValue / 10 ? TimeSpan.FromMicroseconds((long)microseconds) : null;

    public string[] Names(string name) => _values.GetValueOrDefault(name) as string[] ?? [];

    /// <summary>The job's id and object path; 0 when there is none.</summary>
    public (uint Id, string Path) Job => _values.GetValueOrDefault("Job") is (uint id, string path) ? (id, path) : (0, "");

    public static UnitProperties Read(BusMessage message)
    {
        var properties = new UnitProperties();
        message.Enter('a', "{sv}");
        while (message.Enter('e', "sv"))
        {
            if (Wanted(message.ReadUtf8()) is { } name) properties._values[name] = ReadVariant(message);
            else message.Skip("v");
            message.Exit();
        }

        message.Exit();
        return properties;
    }

    /// <summary>Our own string for it: of 300 names none is worth another.</summary>
    private static string? Wanted(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[64];
        return utf8.Length <= name.Length && Ascii.ToUtf16(utf8, name, out var length) == OperationStatus.Done
            && s_wantedSpans.TryGetValue(name[..length], out var wanted) ? wanted : null;
    }

    private static object ReadVariant(BusMessage message)
    {
        var type = message.PeekVariant();
        message.Enter('v', type);
        object value = type switch
        {
            "s" or "o" => message.ReadString(type[0]),
            "as" => message.ReadStrings(),
            "ay" => Convert.ToHexStringLower(message.ReadBytes()),
            "(uo)" => ReadJob(message),
            ['b' or 'u' or 't'] => message.ReadNumber(type[0]),
            _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a property has the type {type}")),
        };
        message.Exit();
        return value;
    }

    private static (uint Id, string Path) ReadJob(BusMessage message)
    {
        message.Enter('r', "uo");
        var job = ((uint)message.ReadNumber('u'), message.ReadString('o'));
        message.Exit();
        return job;
    }
}
