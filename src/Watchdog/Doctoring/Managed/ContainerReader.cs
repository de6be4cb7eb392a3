using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers.Driven;
using Libc = Watchdog.Journal.Libc;

namespace Watchdog.Doctoring.Managed;

/// <summary>Reads what a container is set to, through its engine's program.</summary>
internal sealed class ContainerReader(ProcessRunner runner)
{
    private const string DockerSocket = "/var/run/docker.sock";

    /// <summary>Where another place is named, who may use it there is not ours to tell.</summary>
    private static readonly string[] s_elsewhere = ["DOCKER_HOST", "DOCKER_CONTEXT", "CONTAINER_HOST"];

    private static bool IsElsewhere => Array.Exists(s_elsewhere, name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    public async Task<ManagerSettings?> ReadAsync(ContainerConfig container, UserIds? user, CancellationToken cancel)
    {
        var isPodman = container.Engine == ContainerEngine.Podman;
        var inspected = isPodman ? await InspectAsync(container, ContainerInspect.OfPodman, cancel).ConfigureAwait(false) : null;
        inspected ??= await InspectAsync(container, ContainerInspect.Template, cancel).ConfigureAwait(false);
        if (inspected is null) return null;

        var settings = new ContainerSettings(inspected, inspected.Autoheal == "true" && await HasHealerAsync(container, cancel).ConfigureAwait(false));
        if (IsElsewhere) return settings;

        // Each user has a podman of its own; docker has one for all who may use its socket.
        return isPodman
            ? settings with { Owner = Libc.UserId, RootMay = false }
            : settings with { Doors = [await ManagedPath.OfAsync("socket", DockerSocket, PathNeed.Write, user, cancel).ConfigureAwait(false)] };
    }

    private async Task<ContainerInspect?> InspectAsync(ContainerConfig container, string template, CancellationToken cancel)
    {
        var ended = await runner.RunAsync(container.Key, ["inspect", "--type", "container", "--format", template, container.Container], Patience.Look, cancel).ConfigureAwait(false);
        return ended.Succeeded ? ContainerInspect.Of(ended.Output) : null;
    }

    private async Task<bool> HasHealerAsync(ContainerConfig container, CancellationToken cancel)
    {
        var ended = await runner.RunAsync(container.Key, ["ps", "--format", "{{.Image}}"], Patience.Look, cancel).ConfigureAwait(false);
        return ended.Succeeded && ContainerSettings.HasHealer(ended.Output);
    }
}
