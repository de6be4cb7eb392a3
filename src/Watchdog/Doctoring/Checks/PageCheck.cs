namespace Watchdog.Doctoring.Checks;

/// <summary>A page passes for health whatever becomes of the service behind it.</summary>
internal static class PageCheck
{
    private const string Remedy = "ask a URL that tells the service's health, or add \"expect\": { \"text\": \"…\" } with what stands only in the right answer";

    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var place in facts.Places.Where(place => place.IsPage))
        {
            yield return place.Redirects
                ? Finding.Warning("redirect-to-page", $"{place.Name(facts.Service.Secrets)} sends us on to an HTML page, a login most likely, which would pass for health", Remedy)
                : Finding.Warning("html-page", $"{place.Name(facts.Service.Secrets)} answers with an HTML page, which would pass for health even if it were an error's", Remedy);
        }
    }
}
