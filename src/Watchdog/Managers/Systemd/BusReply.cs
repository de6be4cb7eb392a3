namespace Watchdog.Managers.Systemd;

/// <summary>An answer, or why there is none.</summary>
/// <param name="Value">Meaningless when there is an error.</param>
/// <param name="Error">Null for an answer.</param>
internal readonly record struct BusReply<T>(T? Value, BusError? Error);
