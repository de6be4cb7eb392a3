using System.Globalization;
using Watchdog.Core;
using Watchdog.Notify.Telling;

namespace Watchdog.Notify.Texts;

/// <summary>What is said of many services at once.</summary>
internal static class HostTexts
{
    private const int MostNames = 8;

    /// <param name="host">Which.</param>
    /// <param name="services">In trouble.</param>
    /// <param name="watched">Of how many.</param>
    /// <param name="isHeld">Restarts are held back because of it; that is decided at the next restart, which may come later or not at all.</param>
    /// <param name="place">Where.</param>
    public static Message Began(ToldHost host, IReadOnlyList<string> services, int watched, bool isHeld, Surround place) => Of(host, host.Since, place) with
    {
        Id = $"{host.Id}/1",
        Kind = MessageKind.Host,
        Level = AlertLevel.Critical,
        Title = Words.Line($"{What(services, watched)}: taken for the host, the network or something they share", 300),
        Facts = [new("Meanwhile", $"{(isHeld ? "nothing is restarted for a few minutes, then one by one" : "so far each is restarted, or left alone, as it would be by itself")}; single services are told of when this is over, if they are still in trouble then")],
        Command = $"{place.Program} status",
    };

    /// <summary>The last one for now.</summary>
    public static Message Flood(Message began) => began with
    {
        Title = Words.Line($"told {FloodRule.Words}, and now again: {began.Title}", 300),
        Facts = [.. began.Facts, new("From now on", "such trouble goes to the report, until there has been none for an hour; what lasts, what is held, and the end of this, are told all the same")],
    };

    /// <summary>What was not told because there was too much before, and has not ended.</summary>
    public static Message GoesOn(ToldHost host, IReadOnlyList<string> services, int watched, DateTimeOffset at, Surround place) => Began(host, services, watched, isHeld: false, place) with
    {
        At = at,
        Title = Words.Line($"still so after {Words.Span(at - host.Since)}: {What(services, watched)}", 300),
        Facts = [new("Not told before", "such trouble was told too often within the last hour")],
    };

    public static Message Recovered(ToldHost host, DateTimeOffset at, Surround place) => Of(host, at, place) with
    {
        Id = $"{host.Id}/2",
        Kind = MessageKind.HostRecovered,
        Title = $"no longer are many services in trouble at once, after {Words.Span(at - host.Since)}",
        Facts = host.Restarted.IsEmpty ? [] : [new("Restarted meanwhile", Some(host.Restarted))],
    };

    /// <summary>Its end as one matter: they still are in trouble, and each is told of by itself.</summary>
    public static Message Stays(ToldHost host, Crowd rest, DateTimeOffset at, Surround place) => Of(host, at, place) with
    {
        Id = $"{host.Id}/2",
        Kind = MessageKind.Ended,
        Level = AlertLevel.Critical,
        Title = string.Create(CultureInfo.InvariantCulture, $"{rest.Suspect} of {rest.Watched} services still are in trouble after {Words.Span(at - host.Since)}: from now on each is told of by itself"),
        Facts = host.Restarted.IsEmpty ? [] : [new("Restarted meanwhile", Some(host.Restarted))],
        Command = $"{place.Program} status",
    };

    /// <summary>Its end as one matter, since nobody can say whether it goes on.</summary>
    public static Message Unseen(ToldHost host, DateTimeOffset at, Surround place) => Of(host, at, place) with
    {
        Id = $"{host.Id}/2",
        Kind = MessageKind.Ended,
        Title = $"nobody has seen all services since {Words.Time(host.SeenAt)}: whether many still are in trouble is not known, and from now on each is told of by itself",
        Facts = host.Restarted.IsEmpty ? [] : [new("Restarted meanwhile", Some(host.Restarted))],
        Command = $"{place.Program} status",
    };

    /// <summary><c>host-20261121-222242</c></summary>
    public static string IdOf(DateTimeOffset since) => $"host-{since.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";

    private static string What(IReadOnlyList<string> services, int watched) =>
        string.Create(CultureInfo.InvariantCulture, $"{services.Count} of {watched} services are in trouble at once ({Some(services)})");

    private static Message Of(ToldHost host, DateTimeOffset at, Surround place) => new()
    {
        Id = host.Id,
        Story = host.Id,
        Kind = MessageKind.Host,
        Level = AlertLevel.Info,
        Severity = host.Severity,
        Host = place.Host,
        At = at,
        Title = "",
    };

    private static string Some(IReadOnlyList<string> names) => Words.Some([.. names.Order(StringComparer.Ordinal)], MostNames);
}
