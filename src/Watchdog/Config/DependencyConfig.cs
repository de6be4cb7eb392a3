namespace Watchdog.Config;

/// <summary>Something without which a service cannot work: another service of the file, or what a check of its own sees.</summary>
/// <param name="Name">The service's name; for an inline check, what it asks: <c>tcp 127.0.0.1:5432</c>.</param>
/// <param name="Check">The inline check; null for a service.</param>
public sealed record DependencyConfig(string Name, CheckConfig? Check = null);
