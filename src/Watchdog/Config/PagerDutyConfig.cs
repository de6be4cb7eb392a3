namespace Watchdog.Config;

/// <summary>A service of PagerDuty, by Events API v2.</summary>
/// <param name="RoutingKey">Its integration key.</param>
public sealed record PagerDutyConfig(string RoutingKey) : NotifierTarget
{
    public override string Key => "pagerduty";

    /// <summary>Where events are taken; that of the EU is <c>https://events.eu.pagerduty.com/v2/enqueue</c>.</summary>
    public Uri To { get; init; } = new("https://events.pagerduty.com/v2/enqueue");

    internal override Uri? Url => To;

    internal override IEnumerable<string> SecretTexts => [RoutingKey];
}
