using Watchdog.Config;
using Watchdog.Kernel;
using Watchdog.Managers;

namespace Watchdog.Doctoring.Managed;

/// <summary>Reads the settings of a service whose manager is not systemd: each by its own way, bounded and with deadlines.</summary>
internal sealed class ManagerReader(ManagerSet managers, UserReader users, TimeProvider time)
{
    private readonly ProcessRunner _runner = new(time);

    /// <param name="manager">Whose.</param>
    /// <param name="user">Who runs the watchdog; null where that cannot be known.</param>
    /// <param name="cancel">The only thing for which it throws.</param>
    /// <returns>Null where they cannot be had.</returns>
    public async Task<ManagerSettings?> ReadAsync(ManagerConfig manager, UserIds? user, CancellationToken cancel) => manager switch
    {
        SupervisordConfig program => await new SupervisordReader(users).ReadAsync(program, managers.Supervisord(program), user, cancel).ConfigureAwait(false),
        ContainerConfig container => await new ContainerReader(_runner).ReadAsync(container, user, cancel).ConfigureAwait(false),
        RunitConfig or S6Config => await new FolderReader(users).ReadAsync(manager, user, cancel).ConfigureAwait(false),
        LaunchdConfig job => await new LaunchdReader(_runner).ReadAsync(job, cancel).ConfigureAwait(false),
        CommandConfig command => await new CommandReader(_runner, time).ReadAsync(command, user, cancel).ConfigureAwait(false),
        ProcessConfig process => await CommandReader.OfChildAsync(process, user, cancel).ConfigureAwait(false),
        _ => null,
    };
}
