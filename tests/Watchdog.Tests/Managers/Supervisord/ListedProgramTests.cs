using System.Text;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class ListedProgramTests
{
    [Fact]
    public void All_SupervisordsAnswer_IsEachByTheNameThatSupervisorctlShows()
    {
        var answer = FakeSupervisord.Programs(("web", "web", "RUNNING", 11), ("workers", "web_00", "STOPPED", 0));

        var all = ListedProgram.All(RpcXml.Read(Encoding.UTF8.GetBytes(answer))!.Value.Value)!.Value;

        Assert.Equal([("web", "RUNNING", 11), ("workers:web_00", "STOPPED", 0)], all.Select(one => (one.Name, one.Info.State, one.Info.Pid)));
    }

    [Fact]
    public void All_AnythingElse_IsNoListOrHasNoneOfIt()
    {
        Assert.Null(ListedProgram.All(null));
        Assert.Null(ListedProgram.All("text"));
        Assert.Empty(ListedProgram.All(new List<object> { 7L, "web", new Dictionary<string, object> { ["group"] = "web", ["name"] = 3L } })!.Value);
    }
}
