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

    private readonly Dictionary<string, object> _values;

    private UnitProperties(int count) => _values = new Dictionary<string, object>(count);

    public string Text(string name) => _values.GetValueOrDefault(name) as string ?? "";

    public ulong Number(string name) => _values.GetValueOrDefault(name) is ulong number ? number : 0;

    /// <summary>A number of which the largest means "none" or "for ever".</summary>
    public ulong? Limited(string name) => _values.GetValueOrDefault(name) is ulong number and not ulong.MaxValue ? number : null;

    public TimeSpan? Duration(string name) =>
        Limited(name) is { } microseconds and < long.MaxValue / 10 ? TimeSpan.FromMicroseconds((long)microseconds) : null;

    public string[] Names(string name) => _values.GetValueOrDefault(name) as string[] ?? [];

    /// <summary>Paths with a flag: EnvironmentFiles, where it says that the file may be missing, and ExecStart, where it says that failing does not matter.</summary>
    public (string Path, bool Optional)[] Files(string name) => _values.GetValueOrDefault(name) as (string, bool)[] ?? [];

    /// <summary>The job's id and object path; 0 when there is none.</summary>
    public (uint Id, string Path) Job => _values.GetValueOrDefault("Job") is (uint id, string path) ? (id, path) : (0, "");

    /// <summary>Those that were there, as read: text, numbers, lists.</summary>
    public IEnumerable<KeyValuePair<string, object>> All => _values;

    public static UnitProperties Read(BusMessage message) => Read(message, s_wanted);

    /// <param name="message">The answer to GetAll.</param>
    /// <param name="names">Which to read, of the types that are known here; the rest is skipped.</param>
    public static UnitProperties Read(BusMessage message, FrozenSet<string> names)
    {
        var wanted = names.GetAlternateLookup<ReadOnlySpan<char>>();
        var properties = new UnitProperties(names.Count);
        message.Enter('a', "{sv}");
        while (message.Enter('e', "sv"))
        {
            if (Wanted(message.ReadUtf8(), wanted) is { } name) properties._values[name] = ReadVariant(message);
            else message.Skip("v");
            message.Exit();
        }

        message.Exit();
        return properties;
    }

    /// <summary>Our own string for it: of 300 names none is worth another.</summary>
    private static string? Wanted(ReadOnlySpan<byte> utf8, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names)
    {
        Span<char> name = stackalloc char[64];
        return utf8.Length <= name.Length && Ascii.ToUtf16(utf8, name, out var length) == OperationStatus.Done
            && names.TryGetValue(name[..length], out var wanted) ? wanted : null;
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
            "a(sb)" => ReadFiles(message, "sb", static (message, path) => (path, message.ReadNumber('b') != 0)),
            "a(sasbttttuii)" => ReadFiles(message, "sasbttttuii", ReadCommand),
            ['b' or 'u' or 't' or 'i'] => message.ReadNumber(type[0]),
            _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a property has the type {type}")),
        };
        message.Exit();
        return value;
    }

    private static (string Path, bool Optional)[] ReadFiles(BusMessage message, string type, ReadFile rest)
    {
        var all = new List<(string, bool)>();
        message.Enter('a', $"({type})");
        while (message.Enter('r', type))
        {
            all.Add(rest(message, message.ReadString()));
            message.Exit();
        }

        message.Exit();
        return [.. all];
    }

    /// <summary>Of a command the program and whether its failing is ignored; arguments may be secrets, and are not read.</summary>
    private static (string Path, bool Optional) ReadCommand(BusMessage message, string program)
    {
        message.Skip("as");
        var ignored = message.ReadNumber('b') != 0;
        message.Skip("ttttuii");
        return (program, ignored);
    }

    private delegate (string Path, bool Optional) ReadFile(BusMessage message, string path);

    private static (uint Id, string Path) ReadJob(BusMessage message)
    {
        message.Enter('r', "uo");
        var job = ((uint)message.ReadNumber('u'), message.ReadString('o'));
        message.Exit();
        return job;
    }
}
