using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>Who a user is, by id(1) and getent(1): users may come from a directory server, which only the C library knows. Each is asked for once.</summary>
internal sealed class UserReader(ProcessRunner runner)
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Task<UserIds?>> _known = new();

    /// <param name="user">A name or a number; empty for root.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Null when there is no such user, or nobody answers.</returns>
    public Task<UserIds?> OfAsync(string user, CancellationToken cancel) =>
        user.Length == 0 ? Task.FromResult<UserIds?>(new UserIds("root", 0, [0])) : _known.GetOrAdd(user, name => AskAsync(name, cancel));

    /// <summary>Whether there is certainly no such user or group. A number needs none.</summary>
    /// <param name="database">Of getent(1): <c>passwd</c> or <c>group</c>.</param>
    /// <param name="name">Which.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<bool> IsUnknownAsync(string database, string name, CancellationToken cancel)
    {
        const int NotFound = 2;
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;

        return (await runner.RunAsync("getent", [database, "--", name], s_deadline, cancel).ConfigureAwait(false)).ExitCode == NotFound;
    }

    /// <summary>The ids of groups by name or number; those that are not known are left out.</summary>
    public async Task<ImmutableArray<uint>> GroupsAsync(IReadOnlyCollection<string> groups, CancellationToken cancel)
    {
        if (groups.Count == 0) return [];

        // name:password:id:members
        var asked = await runner.RunAsync("getent", ["group", .. groups], s_deadline, cancel).ConfigureAwait(false);
        return [.. asked.Output.Split('\n').Select(line => line.Split(':')).Where(fields => fields.Length > 2).SelectMany(fields => Numbers(fields[2]))];
    }

    private async Task<UserIds?> AskAsync(string user, CancellationToken cancel)
    {
        var uid = await runner.RunAsync("id", ["-u", "--", user], s_deadline, cancel).ConfigureAwait(false);
        var groups = await runner.RunAsync("id", ["-G", "--", user], s_deadline, cancel).ConfigureAwait(false);
        var name = await runner.RunAsync("id", ["-un", "--", user], s_deadline, cancel).ConfigureAwait(false);
        return uid.Succeeded && groups.Succeeded && Numbers(uid.Output) is [var number]
            ? new UserIds(name.Succeeded ? name.Output.Trim() : user, number, [.. Numbers(groups.Output)])
            : null;
    }

    private static uint[] Numbers(string text) =>
        [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => uint.TryParse(word, CultureInfo.InvariantCulture, out _)).Select(word => uint.Parse(word, CultureInfo.InvariantCulture))];
}
