using System.Collections.Immutable;

namespace Watchdog.Managers.Systemd;

/// <summary>The names of a manager's units.</summary>
internal static class UnitList
{
    private const string Unit = "ssssssouso";

    /// <param name="manager">Whose.</param>
    /// <param name="states">ActiveState of those that are meant.</param>
    /// <param name="glob">As systemctl takes it: <c>hello-agent@*.service</c>.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <returns>Sorted, without templates themselves, which never run.</returns>
    public static Task<BusReply<ImmutableArray<string>>> AskAsync(SystemdManager manager, string[] states, string glob, CancellationToken cancel)
    {
        return manager.ManagerAsync("ListUnitsByPatterns", Write, Read, cancel);

        void Write(BusMessage message)
        {
            message.Append(states);
            message.Append([glob]);
        }
    }

    private static ImmutableArray<string> Read(BusMessage message)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        message.Enter('a', $"({Unit})");
        while (message.Enter('r', Unit))
        {
            var name = message.ReadString();
            message.Skip(Unit[1..]);
            message.Exit();
            if (!name.Contains("@.", StringComparison.Ordinal)) names.Add(name);
        }

        message.Exit();
        names.Sort(StringComparer.Ordinal);
        return names.ToImmutable();
    }
}
