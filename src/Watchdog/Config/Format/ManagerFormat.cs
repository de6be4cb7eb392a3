using System.Collections.Immutable;

namespace Watchdog.Config.Format;

/// <summary>The keys of whoever runs a service.</summary>
internal static class ManagerFormat
{
    private static readonly SectionForm<SystemdConfig, ManagerConfig> Systemd = new(
        new([
            new ValueKey<SystemdConfig, string?>("unit", new TextForm("the name of a unit", Texts.Unit, normal: Texts.CompleteUnit, isName: true),
                m => Blank(m.Unit), (m, v) => m with { Unit = v! },
                "The unit; a glob (hello-agent@*.service) makes each unit that matches a service of its own.")
            { Required = true },
            new ValueKey<SystemdConfig, SystemdScope>("scope",
                new ChoiceForm<SystemdScope>(("system", SystemdScope.System), ("user", SystemdScope.User)),
                m => m.Scope, (m, v) => m with { Scope = v }, "The system's manager, or that of our own user."),
        ]),
        new SystemdConfig("", SystemdScope.System), "unit");

    private static readonly SectionForm<LaunchdConfig, ManagerConfig> Launchd = new(
        new([
            new ValueKey<LaunchdConfig, string?>("target", new TextForm("a target of launchd", Texts.LaunchdTarget, isName: true), m => Blank(m.Target),
                (m, v) => m with { Target = v! },
                "gui/UID/LABEL or system/LABEL.")
            { Required = true },
            new ValueKey<LaunchdConfig, string?>("bootstrap", new TextForm("the full path of a property list", Texts.FullPath), m => m.Bootstrap,
                (m, v) => m with { Bootstrap = v },
                "Its property list, to load it from when it has been unloaded; left out, an unloaded job is left alone."),
        ]),
        new LaunchdConfig(""), "target");

    private static readonly SectionForm<ProcessConfig, ManagerConfig> Process = new(
        new([
            new ValueKey<ProcessConfig, ImmutableArray<string?>>("command", Texts.CommandForm,
                m => Shown(m.Command), (m, v) => m with { Command = Read(v) }, "Program and arguments, without a shell.")
            { Required = true },
            new ValueKey<ProcessConfig, string?>("workingDirectory", new TextForm("the full path of a folder", Texts.FullPath),
                m => m.WorkingDirectory,
                (m, v) => m with { WorkingDirectory = v }, "Where it is started; left out, where we were."),
        ]),
        new ProcessConfig([], null), "command");

    private static readonly SectionForm<CommandConfig, ManagerConfig> Command = new(
        new([
            Run("restart", m => m.Restart, (m, v) => m with { Restart = v }, "Ends it and starts it anew; left out, stop and then start do."),
            Run("start", m => m.Start, (m, v) => m with { Start = v }, "Starts it; left out, restart does."),
            Run("stop", m => m.Stop, (m, v) => m with { Stop = v }, "Stops it."),
            Run("status", m => m.Status, (m, v) => m with { Status = v },
                "Ends with 0 when it runs, 1 or 2 when it has ended and nobody asked for it, 3 when it is stopped, anything else when it cannot be told."),
            Run("pid", m => m.Pid, (m, v) => m with { Pid = v }, "Prints the id of its main process, alone on the first line; nothing when it does not run."),
            new ValueKey<CommandConfig, TimeSpan?>("timeout", new DurationForm(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), m => m.Timeout,
                (m, v) => m with { Timeout = v!.Value }, "How long restart, start and stop may take each."),
        ]),
        new CommandConfig(), "restart", "start", "stop", "pid");

    private static readonly SectionForm<SupervisordConfig, ManagerConfig> Supervisord = new(
        new([
            new ValueKey<SupervisordConfig, string?>("program", new TextForm("the name of a program", Texts.SupervisedProgram, isName: true), m => Blank(m.Program),
                (m, v) => m with { Program = v! }, "Its name, with its group where that is another: workers:web_00.")
            { Required = true },
            new ValueKey<SupervisordConfig, string?>("server", new TextForm("the place of supervisord", Texts.SupervisordServer), m => m.Server,
                (m, v) => m with { Server = v! }, "Where supervisord listens: unix:///PATH or http://HOST:PORT."),
            new ValueKey<SupervisordConfig, string?>("username", new TextForm("a user name"), m => m.Username, (m, v) => m with { Username = v },
                "As in supervisord's own configuration; left out, none."),
            new ValueKey<SupervisordConfig, string?>("password", new TextForm("a password", secret: true), m => m.Password, (m, v) => m with { Password = v },
                "Its password: ${file:PATH} or ${credential:NAME}."),
        ]),
        new SupervisordConfig(""), "program");

    private static readonly SectionForm<RunitConfig, ManagerConfig> Runit = new(
        new([
            new ValueKey<RunitConfig, string?>("service", ServiceFolder(), m => Blank(m.Service), (m, v) => m with { Service = v! },
                "The full path of its service directory.")
            { Required = true },
        ]),
        new RunitConfig(""), "service");

    private static readonly SectionForm<S6Config, ManagerConfig> S6 = new(
        new([
            new ValueKey<S6Config, string?>("service", ServiceFolder(), m => Blank(m.Service), (m, v) => m with { Service = v! },
                "The full path of its live service directory.")
            { Required = true },
        ]),
        new S6Config(""), "service");

    private static readonly SectionForm<ContainerConfig, ManagerConfig> Docker = Container(ContainerEngine.Docker);

    private static readonly SectionForm<ContainerConfig, ManagerConfig> Podman = Container(ContainerEngine.Podman);

    public static readonly ValueKey<ServiceConfig, ManagerConfig?>[] Keys =
    [
        Manager("systemd", Systemd, "The systemd unit that runs it."),
        Manager("launchd", Launchd, "The launchd job that runs it."),
        Manager("supervisord", Supervisord, "The program of supervisord that runs it."),
        Manager("runit", Runit, "The runit service that runs it."),
        Manager("s6", S6, "The s6 service that runs it."),
        Manager("docker", Docker, "The container of docker that it runs in."),
        Manager("podman", Podman, "The container of podman that it runs in."),
        Manager("command", Command, "Whoever else runs it, told by commands of yours."),
        Manager("process", Process, "Run it as a child of ours."),
    ];

    private static ValueKey<ServiceConfig, ManagerConfig?> Manager(string name, Form<ManagerConfig?> form, string doc) =>
        new(name, form, s => s.Manager?.Key == name ? s.Manager : null, (s, v) => s with { Manager = v! }, doc);

    private static SectionForm<ContainerConfig, ManagerConfig> Container(ContainerEngine engine) => new(
        new([
            new ValueKey<ContainerConfig, string?>("container", new TextForm("the name of a container", Texts.Container, isName: true), m => Blank(m.Container),
                (m, v) => m with { Container = v! }, "Its name; an id would be another after the next deploy.")
            { Required = true },
        ]),
        new ContainerConfig(engine, ""), "container");

    private static ValueKey<CommandConfig, ImmutableArray<string?>> Run(
        string name, Func<CommandConfig, ImmutableArray<string>> get, Func<CommandConfig, ImmutableArray<string>, CommandConfig> set, string doc) =>
        new(name, Texts.CommandForm, m => Shown(get(m)), (m, v) => set(m, Read(v)), doc);

    private static TextForm ServiceFolder() => new("the full path of a service directory", Texts.FullPath, isName: true);

    private static ImmutableArray<string?> Shown(ImmutableArray<string> command) => ImmutableArray.CreateRange(command, argument => (string?)argument);

    private static ImmutableArray<string> Read(ImmutableArray<string?> command) => ImmutableArray.CreateRange(command, argument => argument!);

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}
