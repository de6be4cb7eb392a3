namespace Watchdog.Doctoring.Checks;

/// <summary>A server that serves one connection at a time, and for as long as it is kept.</summary>
internal static class KeepAliveCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts) => facts.Places.Where(place => place.ServesOneConnection).Select(place => Finding.Warning(
        "one-connection-at-a-time", $"{place.Name(facts.Service.Secrets)} answers nobody else while one connection is kept open: any client that keeps its own makes it look wedged",
        "give the server more than one worker or thread, or let it answer with Connection: close"));
}
