using System.Globalization;
using System.Text;
using Watchdog.Config;
using Watchdog.Diagnosing;

namespace Watchdog.Evidence.Collectors;

/// <summary>Who listens where the service's checks ask, and who waits there.</summary>
internal sealed class CheckedListeners(KernelFacts kernel)
{
    /// <param name="service">Whose checks.</param>
    /// <param name="holders">By inode, who holds each socket of the unit.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    public async Task<string> TextAsync(ServiceConfig service, IReadOnlyDictionary<long, int> holders, CancellationToken cancel)
    {
        var text = new StringBuilder();
        foreach (var check in service.Checks)
        {
            if (await kernel.PlaceOfAsync(check.Target, cancel).ConfigureAwait(false) is not { } place) continue;

            var (look, connections) = await Task.Run(() => (kernel.Sockets.Listeners(place), kernel.Sockets.Connections(place)), cancel).ConfigureAwait(false);
            text.Append(CultureInfo.InvariantCulture, $"{check.Policy.Name} asks at {place}: ");
            if (!look.IsSeen) text.Append(look.Unseen.Sentence);
            else if (look.Listeners.IsEmpty) text.Append("nobody listens there");
            else text.AppendJoin("; ", look.Listeners.Select(listener => Told(listener.Waiting, listener.Limit, holders.TryGetValue(listener.Inode, out var pid) ? pid : null)));
            if (connections.IsSeen) text.Append(CultureInfo.InvariantCulture, $"; {connections.Established} connections are open, {connections.CloseWait} left open by it, {connections.WaitingClosed} of those that wait were given up by the client");
            text.AppendLine();
        }

        return text.ToString();
    }

    private static string Told(long waiting, long limit, int? pid) => string.Create(
        CultureInfo.InvariantCulture, $"{(pid is { } known ? $"pid {known}" : "a process that we do not see as the unit's")} listens, {waiting} wait to be accepted{(limit > 0 ? $" of {limit} that may" : "")}");
}
