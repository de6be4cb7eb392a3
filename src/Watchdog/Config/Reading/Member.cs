namespace Watchdog.Config.Reading;

/// <summary>A key of an object, with the place where the key itself stands.</summary>
internal readonly record struct Member(string Name, int Line, int Column, Node Value);
