using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchdog.Managers.Containers;

/// <summary>What the engine tells of a container, by <see cref="Template"/>.</summary>
/// <param name="Id">64 hex digits.</param>
/// <param name="Status">created, running, paused, restarting, removing, exited, dead; podman also configured, initialized, stopping, stopped.</param>
/// <param name="Paused">All its processes are frozen.</param>
/// <param name="OomKilled">The kernel has killed a process of it for lack of memory.</param>
/// <param name="Pid">Its first process, as the engine's machine counts; 0 where it does not run.</param>
/// <param name="ExitCode">Of the last run; above 128 that of a signal, or of a shell that passes such an end on.</param>
/// <param name="Error">Why it could not be started; empty when it could.</param>
/// <param name="StartedAt">Of the last run, by the engine's wall clock; the year 1 where it has never run.</param>
/// <param name="FinishedAt">The end of the last run that is over; the year 1 for none.</param>
/// <param name="Health">The word of its own health check: starting, healthy, unhealthy; null or empty where it has none.</param>
/// <param name="RestartCount">How often the engine has restarted it by itself since it was started by someone.</param>
/// <param name="Policy">no (or nothing), always, unless-stopped, on-failure.</param>
/// <param name="Retries">How often on-failure restarts it; 0 for always.</param>
/// <param name="StopTimeout">Seconds from its stop signal to SIGKILL; -1 for ever, null for the engine's default.</param>
internal sealed record ContainerState(
    string Id, string Status, bool Paused, bool OomKilled, int Pid, int ExitCode, string Error, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string? Health, int RestartCount,
    string Policy, int Retries, int? StopTimeout)
{
    /// <summary>
    /// Of the names that docker's and podman's types have in common: <c>ID</c>, since <c>Id</c> would send docker to a second try that stumbles over a
    /// container without health check. Field by field: State as a whole would bring along what its health check has said.
    /// </summary>
    public const string Template =
        """{"id":{{json .ID}},"status":{{json .State.Status}},"paused":{{json .State.Paused}},"oomKilled":{{json .State.OOMKilled}}"""
        + ""","pid":{{json .State.Pid}},"exitCode":{{json .State.ExitCode}},"error":{{json .State.Error}}"""
        + ""","startedAt":{{json .State.StartedAt}},"finishedAt":{{json .State.FinishedAt}},"health":{{with .State.Health}}{{json .Status}}{{else}}null{{end}}"""
        + ""","restartCount":{{json .RestartCount}},"policy":{{json .HostConfig.RestartPolicy.Name}},"retries":{{json .HostConfig.RestartPolicy.MaximumRetryCount}}"""
        + ""","stopTimeout":{{json .Config.StopTimeout}}}""";

    /// <returns>Null for whatever else it is.</returns>
    public static ContainerState? Of(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ContainerJson.Default.ContainerState) is { Id.Length: > 0, Status: not null, Policy: not null } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ContainerState))]
internal sealed partial class ContainerJson : JsonSerializerContext;
