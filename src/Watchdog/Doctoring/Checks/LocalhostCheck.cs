namespace Watchdog.Doctoring.Checks;

/// <summary>A name that may lead to either of two servers.</summary>
internal static class LocalhostCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts) => facts.Places.Where(place => place.IsByLocalhost).Select(place => Finding.Warning(
        "localhost", $"{place.Name(facts.Service.Secrets)} asks localhost, which may be ::1 as well as 127.0.0.1, where something else may listen", "write the address that the service listens on, 127.0.0.1 or [::1]"));
}
