using Watchdog.Core;

namespace Watchdog.Web;

/// <summary>What the control socket can ask of the daemon. Called from any thread; must not throw for anything that a client can cause.</summary>
internal interface IControlTarget
{
    /// <summary>Everything, at once.</summary>
    StatusReport Status();

    /// <summary>Null when there is no such service.</summary>
    ServiceStatus? Status(string service);

    /// <summary>Closes the storm circuit.</summary>
    ControlAnswer Rearm(string service);

    /// <summary>Pauses services for a time.</summary>
    ValueTask<ControlAnswer> PauseAsync(PauseRequest request, CancellationToken cancel);

    /// <summary>Pauses services for as long as someone holds the lease that comes with a good answer: the caller does, then calls <see cref="Forget"/>.</summary>
    ValueTask<(ControlAnswer Answer, Lease? Lease)> LeaseAsync(PauseRequest request, CancellationToken cancel);

    void Forget(Lease lease);

    /// <summary>Ends what keeps services paused now.</summary>
    ValueTask<ControlAnswer> ResumeAsync(ResumeRequest request, CancellationToken cancel);

    /// <summary>Calls a recovery off, or leaves it to its end where it was ordered; nothing more is begun for a time.</summary>
    /// <param name="user">Whose process asks, as the kernel says.</param>
    ValueTask<ControlAnswer> StopTaskAsync(TaskStopRequest request, uint user, CancellationToken cancel);

    /// <summary>Takes evidence of a service and does nothing else.</summary>
    ValueTask<(ControlAnswer Answer, BundleTaken? Taken)> TakeEvidenceAsync(string service, CancellationToken cancel);

    /// <summary>Reads the configuration again.</summary>
    ValueTask<ControlAnswer> ReloadAsync(CancellationToken cancel);
}

/// <summary>What came of a command.</summary>
/// <param name="Done">Whether it was carried out.</param>
/// <param name="Reason">Code and sentence, either way. Code <see cref="NoSuchService"/> where that is why.</param>
internal readonly record struct ControlAnswer(bool Done, Reason Reason)
{
    public const string NoSuchService = "no-such-service";

    public static ControlAnswer Changing(string service) =>
        new(false, new Reason("changing", $"{service} is being reconfigured at this moment, or does not keep up; try again"));

    public static ControlAnswer Unknown(string service) =>
        new(false, new Reason(NoSuchService, $"no service is called {service}; watchdog status lists them"));
}
