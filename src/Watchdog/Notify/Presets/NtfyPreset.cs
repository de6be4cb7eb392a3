using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify.Presets;

/// <summary>
/// Topics of ntfy, published as JSON (docs.ntfy.sh/publish). All messages of a story have one sequence id, so that the notification is replaced (ntfy 2.16 and
/// later; older servers leave the key alone, and each is one of its own).
/// </summary>
internal static class NtfyPreset
{
    /// <summary>Bytes; a longer message would become a file.</summary>
    private const int MostOfMessage = 4096, MostOfTitle = 250;

    private const int MostOfSequence = 64;

    public static VendorRequest Build(NtfyConfig ntfy, Outgoing outgoing)
    {
        var message = outgoing.Message;
        var url = ntfy.To!;
        var request = VendorRequest.Of(new Uri(url, "."), json =>
        {
            json.WriteString("topic", url.Segments[^1]);
            json.WriteString("title", Fitted.ToBytes(Fitted.Line(MessageText.Title(message), MostOfTitle), MostOfTitle));
            json.WriteString("message", Fitted.ToBytes(MessageText.Rest(outgoing), MostOfMessage));
            json.WriteNumber("priority", Priority(message));
            json.WriteStartArray("tags");
            json.WriteStringValue(MessageText.Mark(message).Code);
            json.WriteEndArray();
            if (ntfy.Click is { } click) json.WriteString("click", click);
            json.WriteString("sequence_id", Sequence(message.StoryKey));
        });
        return ntfy.Token is { } token ? request with { Headers = [KeyValuePair.Create("Authorization", $"Bearer {token}")] } : request;
    }

    /// <summary>From 1 to 5; 3 is usual, 5 rings on.</summary>
    private static int Priority(Message message) => message.Kind switch
    {
        MessageKind.Holding => 5,
        MessageKind.Report => 2,
        MessageKind.Recovered or MessageKind.HostRecovered or MessageKind.Ended or MessageKind.Paused or MessageKind.Test => 3,
        _ when message.Level == AlertLevel.Critical => 5,
        _ when message.Level == AlertLevel.Warning => 4,
        _ => 3,
    };

    private static string Sequence(string story)
    {
        var id = string.Concat(story.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return id.Length > MostOfSequence ? id[^MostOfSequence..] : id;
    }
}
