using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;
using Watchdog.Notify.Telling;
using static Watchdog.Tests.Notify.Telling.Told;

namespace Watchdog.Tests.Notify.Telling;

public class RouteRulesTests
{
    private static readonly RoutingConfig s_routed = All with
    {
        Routes =
        [
            To("ops") with { Severity = Severity.Critical },
            To("pager") with { Kinds = [MessageKind.Holding, MessageKind.Opened], Services = ["hermes-*"], Level = AlertLevel.Critical },
        ],
    };

    [Theory]
    [InlineData(Severity.Critical, MessageKind.Acted, AlertLevel.Warning, "ops pager")]
    [InlineData(Severity.Critical, MessageKind.Opened, AlertLevel.Warning, "ops pager")]
    [InlineData(Severity.Critical, MessageKind.Note, AlertLevel.Warning, "ops pager")]
    [InlineData(Severity.Background, MessageKind.Acted, AlertLevel.Warning, "")]
    [InlineData(Severity.Background, MessageKind.Opened, AlertLevel.Warning, "")]
    [InlineData(Severity.Background, MessageKind.Opened, AlertLevel.Critical, "ops pager")]
    [InlineData(Severity.Background, MessageKind.Also, AlertLevel.Critical, "ops pager")]
    [InlineData(Severity.Background, MessageKind.Holding, AlertLevel.Critical, "ops pager")]
    [InlineData(Severity.Background, MessageKind.Reminder, AlertLevel.Critical, "ops pager")]
    public void To_WithoutRoutes_IsAllOfThemByTheSeverity(Severity severity, MessageKind kind, AlertLevel level, string expected) =>
        Assert.Equal(expected, string.Join(' ', RouteRules.To(All, Service("web", severity), kind, level)));

    [Theory]
    [InlineData("web", Severity.Critical, MessageKind.Opened, AlertLevel.Critical, "ops")]
    [InlineData("hermes-webui", Severity.Critical, MessageKind.Opened, AlertLevel.Critical, "ops pager")]
    [InlineData("hermes-webui", Severity.Critical, MessageKind.Opened, AlertLevel.Warning, "ops")]
    [InlineData("hermes-webui", Severity.Critical, MessageKind.Acted, AlertLevel.Critical, "ops")]
    [InlineData("hermes-agent", Severity.Background, MessageKind.Holding, AlertLevel.Critical, "pager")]
    [InlineData("hermes-agents/agent@1.service", Severity.Background, MessageKind.Holding, AlertLevel.Critical, "pager")]
    public void To_WithRoutes_IsByEveryOneThatFits(string service, Severity severity, MessageKind kind, AlertLevel level, string expected) =>
        Assert.Equal(expected, string.Join(' ', RouteRules.To(s_routed, Service(service, severity), kind, level)));

    [Fact]
    public void To_ARouteThatNamesTheKind_TellsOfBackgroundServicesToo()
    {
        var routing = All with { Routes = [To("ops"), To("pager") with { Kinds = [MessageKind.Acted] }] };
        Assert.Equal(["pager"], RouteRules.To(routing, Service("job", Severity.Background), MessageKind.Acted, AlertLevel.Warning).AsEnumerable());
    }

    [Fact]
    public void To_TheServicesOwn_IsInPlaceOfTheRoutesAndNobodyWhereItIsEmpty()
    {
        Assert.Equal(["pager"], RouteRules.To(s_routed, Service() with { Notify = ["pager"] }, MessageKind.Acted, AlertLevel.Warning).AsEnumerable());
        Assert.Empty(RouteRules.To(s_routed, Service() with { Notify = ImmutableArray<string>.Empty }, MessageKind.Holding, AlertLevel.Critical));
        Assert.Empty(RouteRules.To(All, Service("job", Severity.Background) with { Notify = ["pager"] }, MessageKind.Acted, AlertLevel.Warning));
    }

    [Fact]
    public void To_ATemplate_MeansItsInstances()
    {
        var routing = All with { Routes = [To("ops") with { Services = ["agents"] }] };
        Assert.Equal(["ops"], RouteRules.To(routing, Service("agents/agent@1.service"), MessageKind.Acted, AlertLevel.Warning).AsEnumerable());
        Assert.Empty(RouteRules.To(routing, Service("agents-other"), MessageKind.Acted, AlertLevel.Warning));
    }

    [Fact]
    public void To_Many_IsByEveryRouteThatFitsOneOfThem()
    {
        ServiceConfig[] services = [Service("hermes-a"), Service("b", Severity.Background) with { Notify = ["pager"] }];
        Assert.Equal(["ops", "pager"], RouteRules.To(s_routed, services, MessageKind.Host, AlertLevel.Critical).AsEnumerable());
        Assert.Equal(["ops"], RouteRules.To(s_routed, [Service("c")], MessageKind.Host, AlertLevel.Critical).AsEnumerable());
        Assert.Empty(RouteRules.To(s_routed, [Service("c") with { Notify = ImmutableArray<string>.Empty }], MessageKind.Host, AlertLevel.Critical));
    }

    [Theory]
    [InlineData(Severity.Background, 23, 7 + 24)]
    [InlineData(Severity.Background, 3, 7)]
    [InlineData(Severity.Background, 7, null)]
    [InlineData(Severity.Background, 12, null)]
    [InlineData(Severity.Critical, 23, null)]
    public void NotBefore_InQuietHours_IsTheirEndForBackgroundServicesOnly(Severity severity, int hour, int? until)
    {
        var routing = All with { QuietHours = new MaintenanceWindow([.. Enum.GetValues<DayOfWeek>()], TimeSpan.FromHours(22), TimeSpan.FromHours(7), TimeZoneInfo.Utc) };
        var day = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(until is { } hours ? day.AddHours(hours) : null, RouteRules.NotBefore(routing, severity, day.AddHours(hour)));
    }
}
