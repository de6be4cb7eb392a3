using System.Text;
using System.Text.Json;
using Watchdog.Notify;

namespace Watchdog.Tests.Notify;

/// <summary>
/// Payloads against what the vendors document: Slack's Block Kit (section text 3000, 50 blocks), Discord's Execute Webhook and Embed Limits (2000, 256, 4096,
/// 25 fields of 256 and 1024, 2048, 6000 in all), ntfy's "Publish as JSON" (4096 bytes), PagerDuty's "Send an Alert Event" and "Send a Change Event"
/// (summary 1024, dedup_key 255, 512 KB).
/// </summary>
public class VendorSchemaTests
{
    public static TheoryData<string> Messages() => [.. Samples.Kinds.Select(kind => kind.ToString()), "hostile", "empty", "long"];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Slack_AnyMessage_IsWithinBlockKit(string message)
    {
        var root = Assert.Single(Bodies("slack", message));
        Only(root, "text", "blocks", "unfurl_links", "unfurl_media");
        Text(root.GetProperty("text"), 1, 3000);
        var blocks = root.GetProperty("blocks").EnumerateArray().ToArray();
        Assert.InRange(blocks.Length, 1, 50);
        foreach (var block in blocks)
        {
            var isContext = block.GetProperty("type").GetString() == "context";
            Only(block, "type", isContext ? "elements" : "text");
            var texts = isContext ? [.. block.GetProperty("elements").EnumerateArray()] : new[] { block.GetProperty("text") };
            Assert.InRange(texts.Length, 1, 10);
            foreach (var text in texts)
            {
                Only(text, "type", "text", "verbatim");
                Assert.Equal("mrkdwn", text.GetProperty("type").GetString());
                Assert.True(text.GetProperty("verbatim").GetBoolean());
                var markup = Text(text.GetProperty("text"), 1, 3000);

                // Nothing in it can be a mention, a link or half an entity.
                Assert.DoesNotContain('<', markup);
                Assert.DoesNotContain('>', markup);
                Assert.DoesNotContain('&', markup.Replace("&amp;", "", StringComparison.Ordinal).Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Discord_AnyMessage_IsWithinItsLimits(string message)
    {
        Assert.Equal("https://discord.com/api/webhooks/1/token?wait=true", Assert.Single(Samples.Requests("discord", Message(message))).Url.ToString());
        var root = Assert.Single(Bodies("discord", message));
        Only(root, "content", "allowed_mentions", "embeds");
        Assert.Equal("""{"parse":[]}""", root.GetProperty("allowed_mentions").GetRawText());
        var content = Text(root.GetProperty("content"), 1, 2000);
        var embed = Assert.Single(root.GetProperty("embeds").EnumerateArray().ToArray());
        Only(embed, "title", "description", "color", "timestamp", "fields", "footer");
        Assert.InRange(embed.GetProperty("color").GetInt32(), 0, 0xFFFFFF);
        Assert.True(embed.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        var texts = new List<string> { Text(embed.GetProperty("title"), 1, 256), Text(embed.GetProperty("footer").GetProperty("text"), 1, 2048) };
        if (embed.TryGetProperty("description", out var description)) texts.Add(Text(description, 1, 4096));
        var fields = embed.TryGetProperty("fields", out var list) ? list.EnumerateArray().ToArray() : [];
        Assert.InRange(fields.Length, 0, 25);
        foreach (var field in fields)
        {
            Only(field, "name", "value", "inline");
            texts.Add(Text(field.GetProperty("name"), 1, 256));
            texts.Add(Text(field.GetProperty("value"), 1, 1024));
        }

        Assert.InRange(texts.Sum(text => text.Length), 1, 6000);
        Assert.All(texts.Skip(2).Append(content), text => Assert.DoesNotContain("@everyone", text.Contains("```", StringComparison.Ordinal) ? "" : text, StringComparison.Ordinal));
        Assert.DoesNotContain("@everyone", content, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Ntfy_AnyMessage_IsWithinItsLimits(string message)
    {
        var request = Assert.Single(Samples.Requests("ntfy", Message(message)));
        Assert.Equal("https://ntfy.sh/", request.Url.ToString());
        Assert.Equal("Bearer tk_secret", Assert.Single(request.Headers).Value);
        var root = Assert.Single(Bodies("ntfy", message));
        Only(root, "topic", "title", "message", "priority", "tags", "click", "sequence_id");
        Assert.Equal("alerts", root.GetProperty("topic").GetString());
        Assert.InRange(Encoding.UTF8.GetByteCount(Text(root.GetProperty("message"), 1, 4096)), 1, 4096);
        Assert.InRange(Encoding.UTF8.GetByteCount(Text(root.GetProperty("title"), 1, 250)), 1, 250);
        Assert.DoesNotContain('\n', root.GetProperty("title").GetString()!);
        Assert.InRange(root.GetProperty("priority").GetInt32(), 1, 5);
        Assert.Matches(@"\A[-_A-Za-z0-9]{1,64}\z", root.GetProperty("sequence_id").GetString());
        Assert.All(root.GetProperty("tags").EnumerateArray(), tag => Assert.Matches(@"\A[a-z_]+\z", tag.GetString()));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void PagerDuty_AnyMessage_IsAnEvent(string message)
    {
        var requests = Samples.Requests("pagerduty", Message(message));
        var actions = new List<string>();
        foreach (var (request, root) in requests.Zip(Bodies("pagerduty", message)))
        {
            Assert.InRange(request.Body.Length, 1, 512_000);
            Assert.Equal("0123456789abcdef0123456789abcdef", root.GetProperty("routing_key").GetString());
            var payload = root.GetProperty("payload");
            Assert.Equal(JsonValueKind.Object, payload.GetProperty("custom_details").ValueKind);
            Assert.DoesNotContain('\n', Text(payload.GetProperty("summary"), 1, 1024));
            Text(payload.GetProperty("source"), 1, 255);
            Assert.True(payload.GetProperty("timestamp").TryGetDateTimeOffset(out _));
            if (request.Url.AbsolutePath == "/v2/change/enqueue")
            {
                Only(root, "routing_key", "payload");
                Only(payload, "summary", "source", "timestamp", "custom_details");
                actions.Add("change");
                continue;
            }

            Assert.Equal("/v2/enqueue", request.Url.AbsolutePath);
            Only(root, "routing_key", "event_action", "dedup_key", "client", "payload");
            Only(payload, "summary", "source", "timestamp", "custom_details", "severity", "component", "class");
            Text(root.GetProperty("dedup_key"), 1, 255);
            Assert.Contains(payload.GetProperty("severity").GetString(), new[] { "critical", "error", "warning", "info" });
            actions.Add(root.GetProperty("event_action").GetString()!);
        }

        Assert.Equal(message switch
        {
            nameof(MessageKind.Paused) => ["acknowledge"],
            nameof(MessageKind.Recovered) or nameof(MessageKind.Ended) or nameof(MessageKind.HostRecovered) => ["resolve"],
            nameof(MessageKind.Test) => ["trigger", "resolve"],
            nameof(MessageKind.Report) or nameof(MessageKind.Note) => ["change"],
            _ => ["trigger"],
        }, actions);
    }

    [Fact]
    public void PagerDuty_OneStory_HasOneKey()
    {
        var keys = new[] { MessageKind.Opened, MessageKind.Acted, MessageKind.Holding, MessageKind.Paused, MessageKind.Recovered }
            .Select(kind => Assert.Single(Bodies("pagerduty", kind.ToString())).GetProperty("dedup_key").GetString());

        Assert.Equal(["web1/20261121-222242-7f3a"], keys.Distinct());
    }

    [Fact]
    public void Mail_HostileMessage_HasNoHeaderOfItsOwn()
    {
        using var mail = JsonDocument.Parse(Samples.Rendered("smtp", Samples.Hostile()));

        foreach (var member in mail.RootElement.EnumerateObject().Where(member => member.Name != "body"))
            Assert.DoesNotContain(member.Value.GetString()!, char.IsControl);
        Assert.InRange(mail.RootElement.GetProperty("subject").GetString()!.Length, 1, 200);
    }

    private static JsonElement[] Bodies(string preset, string message) =>
        [.. Samples.Requests(preset, Message(message)).Select(request => JsonDocument.Parse(request.Body).RootElement)];

    private static Outgoing Message(string name) => name switch
    {
        "hostile" => Samples.Hostile(),
        "long" => Samples.Hostile(3),
        "empty" => new Outgoing(Samples.Of(MessageKind.Also).Message with { Title = "x", Facts = [new MessageFact("", "")], Service = "" }),
        _ => Samples.Of(Enum.Parse<MessageKind>(name)),
    };

    private static string Text(JsonElement text, int least, int most)
    {
        var value = text.GetString()!;
        Assert.InRange(value.Length, least, most);
        return value;
    }

    private static void Only(JsonElement part, params string[] names) => Assert.Empty(part.EnumerateObject().Select(member => member.Name).Except(names));
}
