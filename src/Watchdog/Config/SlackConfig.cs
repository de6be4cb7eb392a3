namespace Watchdog.Config;

/// <summary>An incoming webhook of Slack; its URL is its password.</summary>
/// <param name="To">Null only while it is read.</param>
public sealed record SlackConfig(Uri? To) : NotifierTarget
{
    public override string Key => "slack";

    internal override Uri? Url => To;

    internal override IEnumerable<string> SecretTexts => [To?.OriginalString ?? ""];
}
