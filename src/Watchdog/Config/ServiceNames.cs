namespace Watchdog.Config;

/// <summary>Finds a service by the name that status shows.</summary>
internal static class ServiceNames
{
    /// <returns>The service; for <c>agents/hello-agent@1.service</c> that instance of the template; null where there is none.</returns>
    public static ServiceConfig? Find(WatchdogConfig config, string name)
    {
        foreach (var service in config.Services)
        {
            if (service.Name == name) return service;
            if (InstanceOf(service, name) is { } instance) return instance;
        }

        return null;
    }

    /// <summary>Whether a service, or an instance of a template, is what was asked for: by its own name or the template's.</summary>
    public static bool IsMeant(string service, string asked) => service == asked || service.StartsWith(asked + "/", StringComparison.Ordinal);

    /// <summary>Whether the configuration has one of that name, or the template that it is an instance of.</summary>
    public static bool Has(IEnumerable<ServiceConfig> services, string name) => services.Any(service => ServiceConfig.IsOf(service.Name, name));

    /// <returns>The service of that name, when it is one of the glob's; else null.</returns>
    public static ServiceConfig? InstanceOf(ServiceConfig service, string name) =>
        service.Manager is SystemdConfig { IsGlob: true } && name.StartsWith(service.Name + "/", StringComparison.Ordinal)
            ? ServiceInstances.TryForInstance(service, name[(service.Name.Length + 1)..], out _)
            : null;
}
