using Watchdog.Core;
using Watchdog.Doctoring;
using Watchdog.Doctoring.Checks;
using Watchdog.Doctoring.Managed;
using Watchdog.Kernel;

namespace Watchdog.Tests.Doctoring.Managed;

public sealed class DrivingCheckTests
{
    private const int Socket = 0xc000, OwnersAlone = 0x1c0, All = 0x1ff;

    [Theory]
    [InlineData(OwnersAlone, "broken manager-denied")]
    [InlineData(All)]
    public void Judge_ASocket_IsToldWhereItsModeKeepsTheWatchdogOut(int mode, params string[] expected) =>
        Assert.Equal(expected, AnyFacts.Judged(Program(Door(mode, AnyManaged.Daemon))));

    [Fact]
    public void Judge_RootAndTheOwner_MayAlways()
    {
        Assert.Empty(AnyFacts.Judged(Program(Door(OwnersAlone, AnyManaged.Root)) with { Operator = AnyManaged.Root }));
        Assert.Empty(AnyFacts.Judged(Program(Door(OwnersAlone, AnyManaged.Daemon, owner: AnyManaged.Daemon.Uid))));
    }

    [Fact]
    public void Judge_ASocketThatIsNotThere_IsNoMatterOfPrivilege() =>
        Assert.Empty(AnyFacts.Judged(Program(Door(0, AnyManaged.Daemon, state: FileState.Missing))));

    [Fact]
    public void Judge_AFolderThatHidesIt_TellsAsMuchAsItself()
    {
        var hidden = new PathFact("control", "/x/control", PathNeed.Write, [new FileLook(FileState.There, 0x4000 | OwnersAlone), new FileLook(FileState.Unseen)], AnyManaged.Daemon);

        Assert.Equal(["broken manager-denied"], AnyFacts.Judged(AnyManaged.Runit with { Operator = AnyManaged.Daemon, Settings = new FolderSettings { Doors = [hidden] } }));
    }

    [Fact]
    public void Judge_Remedies_AreTheManagersOwn()
    {
        Assert.StartsWith("in supervisord's configuration: [unix_http_server] chown=service-watchdog and chmod=0700", Remedy(Program(Door(OwnersAlone, AnyManaged.Daemon))), StringComparison.Ordinal);
        Assert.Equal("sudo watchdog install --as-root", Remedy(AnyManaged.Podman with { Operator = AnyManaged.Daemon }));
        Assert.Equal("watchdog install --user, as user 1000", Remedy(AnyManaged.Podman with { Operator = AnyManaged.Root, Settings = AnyManaged.Podman.Settings! with { Owner = 1000 } }));
        Assert.Equal("run the watchdog as user 501, or as root", Remedy(AnyManaged.Job with { Operator = AnyManaged.Daemon }));
    }

    [Fact]
    public void Judge_AJobOfAUser_IsRootsAsWell() => Assert.Empty(AnyFacts.Judged(AnyManaged.Job with { Operator = AnyManaged.Root }));

    [Fact]
    public void Judge_WhereNobodySaysWhoRunsTheWatchdog_CannotKnow() =>
        Assert.Equal(["unknown privileges-unknown"], AnyFacts.Judged(Program(Door(OwnersAlone, AnyManaged.Daemon)) with { IsOperatorKnown = false }));

    [Fact]
    public void Judge_WhatWeMayNotLookAtAndTheWatchdogMayNotEither_IsToldOnce()
    {
        var facts = Program(Door(OwnersAlone, AnyManaged.Daemon)) with { Status = null, Unseen = new Reason("access-denied", "so it is") };

        Assert.Equal(["broken manager-denied"], AnyFacts.Judged(facts));
        Assert.Equal(["unknown access-denied"], AnyFacts.Judged(facts with { Operator = AnyManaged.Root, Settings = null }));
    }

    [Fact]
    public void Judge_APodmanOfAnotherUser_IsNotCalledAbsent()
    {
        var facts = AnyManaged.Podman with { Status = new UnitStatus { State = UnitState.NotFound }, Settings = null, Operator = AnyManaged.Daemon, IsOperatorUs = false };

        Assert.Equal(["unknown container-of-another"], AnyFacts.Judged(facts));
        Assert.Equal(["broken unit-not-found"], AnyFacts.Judged(facts with { IsOperatorUs = true }));
    }

    private static string Remedy(ServiceFacts facts) => Assert.Single(DrivingCheck.Judge(facts)).Remedy;

    private static PathFact Door(int mode, UserIds reader, uint owner = 0, FileState state = FileState.There) =>
        AnyManaged.Fact("socket", "/run/supervisor.sock", PathNeed.Write, Socket | mode, owner, reader, state);

    private static ServiceFacts Program(PathFact door) => AnyManaged.Program with { Operator = AnyManaged.Daemon, Settings = new ProgramSettings { Doors = [door] } };
}
