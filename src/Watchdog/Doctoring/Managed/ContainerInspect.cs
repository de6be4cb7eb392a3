using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchdog.Doctoring.Managed;

/// <summary>What the engine tells of a container's settings, by <see cref="Template"/>.</summary>
/// <param name="Policy">no (podman: nothing), always, unless-stopped, on-failure.</param>
/// <param name="AutoRemove">Removed when it ends (<c>--rm</c>).</param>
/// <param name="Memory">The most memory that it may have, in bytes; 0 for no limit.</param>
/// <param name="Unit">The unit of systemd that started it (podman's label PODMAN_SYSTEMD_UNIT); empty for none.</param>
/// <param name="Autoheal">Its label <c>autoheal</c>; empty for none.</param>
/// <param name="HasHealthcheck">Whether it has a health check of its own.</param>
/// <param name="OnFailure">What podman does when that fails: none, kill, restart, stop; empty where the engine knows no such thing.</param>
internal sealed record ContainerInspect(string Policy = "", bool AutoRemove = false, long Memory = 0, string Unit = "", string Autoheal = "", bool HasHealthcheck = false, string OnFailure = "")
{
    private const string Common =
        """ "policy":{{json .HostConfig.RestartPolicy.Name}},"autoRemove":{{json .HostConfig.AutoRemove}},"memory":{{json .HostConfig.Memory}}"""
        + ""","unit":{{json (index .Config.Labels "PODMAN_SYSTEMD_UNIT")}},"autoheal":{{json (index .Config.Labels "autoheal")}}"""
        + ""","hasHealthcheck":{{if .Config.Healthcheck}}true{{else}}false{{end}}""";

    /// <summary>Of names that docker and podman have in common. Labels one by one: the others may hold secrets.</summary>
    public const string Template = "{" + Common + "}";

    /// <summary>With what podman has from 4.2 on.</summary>
    public const string OfPodman = "{" + Common + ""","onFailure":{{json .Config.HealthcheckOnFailureAction}}}""";

    /// <returns>Null for whatever else it is.</returns>
    public static ContainerInspect? Of(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ContainerInspectJson.Default.ContainerInspect);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ContainerInspect))]
internal sealed partial class ContainerInspectJson : JsonSerializerContext;
