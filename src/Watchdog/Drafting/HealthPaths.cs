namespace Watchdog.Drafting;

/// <summary>Where services tell how they are.</summary>
internal static class HealthPaths
{
    public const string Root = "/";
    public const string Health = "/health";
    public const string Deep = "/health?deep=1";
    public const string Ready = "/ready";

    /// <summary>Asked in this order.</summary>
    public static readonly string[] All = [Health, "/healthz", Deep, Ready, "/live", "/actuator/health", "/api/health", "/-/healthy", Root];

    /// <summary>For liveness, the likeliest cheap one first.</summary>
    public static readonly string[] ForLiveness = [Health, "/healthz", "/live", "/-/healthy", "/api/health", "/actuator/health", Ready, Root, Deep];

    /// <summary>For deep health, the likeliest deep one first.</summary>
    public static readonly string[] ForDeepHealth = [Deep, Ready, "/actuator/health", "/api/health", Health, "/healthz", "/-/healthy", "/live", Root];
}
