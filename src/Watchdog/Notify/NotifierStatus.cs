using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>How messages get through to one notifier.</summary>
/// <param name="Name">By which the configuration knows it.</param>
/// <param name="Waiting">Messages that it has not taken yet, those held back by quiet hours among them.</param>
/// <param name="FailingSince">Since when no try has succeeded; null while they do.</param>
/// <param name="Problem">Why the last try failed, without secrets; null while they succeed.</param>
public sealed record NotifierStatus(string Name, int Waiting, DateTimeOffset? FailingSince, string? Problem)
{
    /// <summary><c>1 message waits</c>, <c>3 messages wait</c></summary>
    internal string Backlog() => $"{Words.Count(Waiting, "message")} {(Waiting == 1 ? "waits" : "wait")}";
}
