using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Notify.Presets;

namespace Watchdog.Notify.Sending;

/// <summary>All that goes over HTTP; what differs is how the requests are built.</summary>
internal sealed class WebNotifier(WebClient client, Func<Outgoing, ImmutableArray<VendorRequest>> build, Secrets secrets) : INotifier
{
    public TimeSpan Deadline { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Several requests are one message: what fails is sent again from the first on.</summary>
    public async Task<SendResult> SendAsync(Outgoing outgoing, CancellationToken cancel)
    {
        var requests = build(outgoing);
        var result = SendResult.Failed("there is nothing to send");
        for (var i = 0; i < requests.Length; i++)
        {
            result = await client.SendAsync(requests[i], i == 0 ? outgoing.Message.Key : $"{outgoing.Message.Key}.{i}", secrets, cancel).ConfigureAwait(false);
            if (!result.IsDelivered) break;
        }

        return result;
    }
}
