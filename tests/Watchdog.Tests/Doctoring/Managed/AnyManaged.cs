using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Managed;
using Watchdog.Kernel;

namespace Watchdog.Tests.Doctoring.Managed;

/// <summary>A service of each manager but systemd with which nothing is wrong, for a test to put one thing wrong with.</summary>
internal static class AnyManaged
{
    public static readonly UserIds Root = new("root", 0, [0]), Daemon = new("service-watchdog", 990, [990]);

    public static ServiceFacts Program => With(new SupervisordConfig("web"), new ProgramSettings { File = "/etc/supervisor/conf.d/web.conf", Section = "program:web" });

    public static ServiceFacts Docker => With(new ContainerConfig(ContainerEngine.Docker, "web"), new ContainerSettings(new ContainerInspect("unless-stopped")));

    public static ServiceFacts Podman => With(new ContainerConfig(ContainerEngine.Podman, "web"), new ContainerSettings(new ContainerInspect("unless-stopped")) { Owner = 0, RootMay = false });

    public static ServiceFacts Runit => With(new RunitConfig("/etc/service/web"), new FolderSettings());

    public static ServiceFacts S6 => With(new S6Config("/run/service/web"), new FolderSettings());

    public static ServiceFacts Job => With(new LaunchdConfig("gui/501/com.example.web"), new JobSettings { IsStartedAgain = true, Plist = "/Users/me/web.plist", Owner = 501 }) with { Operator = Root with { Uid = 501 } };

    public static ServiceFacts Command => With(new CommandConfig { Restart = ["/etc/init.d/web", "restart"], Pid = ["cat", "/run/web.pid"] }, new CommandSettings());

    public static IEnumerable<ServiceFacts> All => [Program, Docker, Podman, Runit, S6, Job, Command];

    public static ServiceFacts With(ManagerConfig manager, ManagerSettings settings) => AnyFacts.Service with
    {
        Service = AnyFacts.Service.Service with { Manager = manager },
        Status = new UnitStatus { State = UnitState.Active, MainPid = 7, TimeoutStop = TimeSpan.FromSeconds(10), TimeoutStopIsDefault = true },
        Unit = null,
        Settings = settings,
        Operator = Root,
    };

    /// <summary>A folder that all may enter, and in it something.</summary>
    public static PathFact Fact(string setting, string path, PathNeed need, int mode, uint owner, UserIds? reader, FileState state = FileState.There) =>
        new(setting, path, need, [new FileLook(FileState.There, 0x4000 | 0x1ed), new FileLook(state, mode, owner, owner)], reader);
}
