using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Doctoring;
using Watchdog.Tests.Doctoring.Managed;

namespace Watchdog.Tests.Doctoring;

public sealed class TwinTests
{
    [Fact]
    public void IsTwinOf_AliasesOfOneUnit_AreTwins()
    {
        Assert.True(AnyFacts.Service.IsTwinOf(AnyFacts.Service with { Service = AnyFacts.Service.Service with { Name = "alias" } }));
        Assert.False(AnyFacts.Service.IsTwinOf(AnyFacts.With(AnyFacts.Unit with { Scope = SystemdScope.User })));
    }

    [Fact]
    public void IsTwinOf_OneMainProcess_IsOneServiceWhoeverRunsIt()
    {
        Assert.True(AnyManaged.Program.IsTwinOf(AnyManaged.Command));
        Assert.False(AnyManaged.Program.IsTwinOf(Other(AnyManaged.Command, status => status with { MainPid = 8 })));
        Assert.False(AnyManaged.Program.IsTwinOf(Other(AnyManaged.Command, status => status with { State = UnitState.Inactive })));
    }

    [Fact]
    public void IsTwinOf_OneRunOfAnEngineElsewhere_IsTold()
    {
        var one = Other(AnyManaged.Docker, status => status with { MainPid = 0, Instance = "0123456789ab:2026" });

        Assert.True(one.IsTwinOf(Other(one, status => status with { SubState = "by its id" })));
        Assert.False(one.IsTwinOf(Other(one, status => status with { Instance = "0123456789ab:2027" })));
        Assert.False(one.IsTwinOf(one));
    }

    private static ServiceFacts Other(ServiceFacts facts, Func<UnitStatus, UnitStatus> change) => facts with { Status = change(facts.Status!) };
}
