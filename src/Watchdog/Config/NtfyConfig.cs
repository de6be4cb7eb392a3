namespace Watchdog.Config;

/// <summary>A topic of an ntfy server; whoever knows its name can read it.</summary>
/// <param name="To">Server and topic: <c>https://ntfy.sh/topic</c>. Null only while it is read.</param>
public sealed record NtfyConfig(Uri? To) : NotifierTarget
{
    public override string Key => "ntfy";

    /// <summary>An access token; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>What a tap on the notification opens; null for nothing.</summary>
    public string? Click { get; init; }

    internal override Uri? Url => To;

    internal override IEnumerable<string> SecretTexts => [To?.OriginalString ?? "", Token ?? ""];
}
