namespace Watchdog.Config;

/// <summary>A webhook of a Discord channel; its URL is its password.</summary>
/// <param name="To">Null only while it is read.</param>
public sealed record DiscordConfig(Uri? To) : NotifierTarget
{
    public override string Key => "discord";

    internal override Uri? Url => To;

    internal override IEnumerable<string> SecretTexts => [To?.OriginalString ?? ""];
}
