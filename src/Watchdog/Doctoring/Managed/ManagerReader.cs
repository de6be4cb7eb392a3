using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Doctoring.Managed;

/// <summary>Reads the settings of a service whose manager is not systemd: each by its own way, bounded and with deadlines.</summary>
internal sealed class ManagerReader(ManagerSet managers, UserReader users, TimeProvider time)
{
    private readonly ProcessRunner _runner = new(time);

    /// <param name="manager">Whose.</param>
    /// <param name="who">Who runs the watchdog.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    /// <returns>Null where they cannot be had.</returns>
    public async Task<ManagerSettings?> ReadAsync(ManagerConfig manager, OperatorReader.Found who, CancellationToken cancel) => manager switch
    {
        SupervisordConfig program => await new SupervisordReader(users).ReadAsync(program, managers.Supervisord(program), who.User, cancel).ConfigureAwait(false),
        ContainerConfig container => await new ContainerReader(_runner).ReadAsync(container, who.User, cancel).ConfigureAwait(false),
        RunitConfig or S6Config => await new FolderReader(users).ReadAsync(manager, who.User, cancel).ConfigureAwait(false),
        LaunchdConfig job => await new LaunchdReader(_runner).ReadAsync(job, cancel).ConfigureAwait(false),
        CommandConfig command => await new CommandReader(_runner, time).ReadAsync(command, RunnerOf(who), cancel).ConfigureAwait(false),
        ProcessConfig process => await CommandReader.OfChildAsync(process, RunnerOf(who), cancel).ConfigureAwait(false),
        _ => null,
    };

    /// <summary>Whom a program must let: where it is only us who would run the watchdog, that cannot be told.</summary>
    private static UserIds? RunnerOf(OperatorReader.Found who) => who.IsKnown || who.User is { Uid: 0 } ? who.User : null;
}
