namespace Watchdog.Cli.Demo;

/// <summary>One line of the timeline.</summary>
/// <param name="Up">When, monotonic since boot.</param>
/// <param name="Service">Whose.</param>
/// <param name="After">How long after the fault; null before it.</param>
/// <param name="Tone">What kind of news.</param>
/// <param name="Word">What happened, in a word: <c>seen</c>, <c>decided</c>.</param>
/// <param name="Text">The rest.</param>
internal readonly record struct DemoLine(TimeSpan Up, string Service, TimeSpan? After, Tone Tone, string Word, string Text);

internal enum Tone
{
    Plain,
    Fault,
    Seen,
    Decided,
    Done,
    Well,
    Alarm,
}
