using System.Text;
using System.Text.Json;
using Watchdog.Config;
using Watchdog.Notify;
using Watchdog.Notify.Presets;

namespace Watchdog.Tests.Notify;

public class FieldsTests
{
    [Fact]
    public void Fill_ATemplate_EscapesWhatIsPutIn()
    {
        var template = JsonDocument.Parse("""{"a":"[{{title}}]","b":[1,true,null,{"c":"{{ kind }}/{{service}}"}],"{{title}}":"x"}""").RootElement;
        var outgoing = new Outgoing(Samples.Of(MessageKind.HostRecovered).Message with { Title = "\"},\"evil\":{\"\n{{kind}}", Service = "s" });

        var body = Encoding.UTF8.GetString(WebhookPreset.Build(new WebhookConfig { To = new Uri("http://h/"), Template = template }, outgoing).Body);

        using var read = JsonDocument.Parse(body);
        Assert.Equal(["a", "b", "{{title}}"], read.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[\"},\"evil\":{\"\n{{kind}}]", read.RootElement.GetProperty("a").GetString());
        Assert.Equal("hostRecovered/s", read.RootElement.GetProperty("b")[3].GetProperty("c").GetString());
    }

    [Fact]
    public void Build_WithHmac_SignsTheBodyThatIsSent()
    {
        var webhook = new WebhookConfig { To = new Uri("http://h/"), Hmac = new HmacConfig("key") { Header = "X-Sign" }, Template = JsonDocument.Parse("\"{{id}}\"").RootElement };

        var request = WebhookPreset.Build(webhook, new Outgoing(Samples.Of(MessageKind.Opened).Message with { Id = "The quick brown fox" }));

        // printf '"The quick brown fox"' | openssl dgst -sha256 -hmac key
        Assert.Equal("\"The quick brown fox\"", Encoding.UTF8.GetString(request.Body));
        Assert.Equal(new KeyValuePair<string, string>("X-Sign", "sha256=ea4faa5e7501c5404bc4a7e1b6c898a2efcfc2b5b32a71cd22f15680c46a1629"), Assert.Single(request.Headers));
    }

    [Theory]
    [InlineData("{{title}} {{nope}}", "nope")]
    [InlineData("{{title}} {nope} {{ title }}", null)]
    [InlineData("{{ nope }}", "nope")]
    [InlineData("{{service_name}}", "service_name")]
    public void UnknownIn_ATemplate_NamesIt(string text, string? unknown) => Assert.Equal(unknown, Fields.UnknownIn(text));
}
