namespace Watchdog.SystemTests.Servers;

/// <summary>What a caller got.</summary>
/// <param name="Outcome">The status code, or <c>silent</c>, <c>closed</c>, <c>reset</c>, <c>refused</c>, <c>no-connection</c> (the deadline passed before there was one).</param>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">What followed.</param>
internal sealed record Seen(string Outcome, string Head = "", string Body = "");
