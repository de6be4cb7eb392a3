using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>
/// A year of fifty services with the noise that real ones have: 1 % of the looks are lost and 0.1 % begin a burst of three, every night has a busy hour,
/// every week a pause of the whole machine, every day two sleeps; and 200 true wedges at random.
/// </summary>
[Collection(nameof(Simulated))]
public class SoakTests(ITestOutputHelper output)
{
    private const int Seed = 1;

    /// <summary>Services of which nothing but the looks can be seen.</summary>
    private const int Blind = 10;

    /// <summary>The README quotes these.</summary>
    private const string Figures =
        """
        seed 1
        signals seen: 40 services, 161 of 161 wedges restarted after 41 s (at most 184 s), 0 false restarts
        signals not to be had: 10 services, 39 of 39 wedges restarted after 55 s (at most 66 s), 993 false restarts
        one failed curl a minute: 200 of 200 wedges restarted, 356132 false restarts
        3 times within 5 cycles of 30 s: 200 of 200 wedges restarted, 20884 false restarts
        3 times within 5 cycles of 15 s: 200 of 200 wedges restarted, 135961 false restarts
        """;

    /// <summary>Thresholds, the looks that only the looks speak for a wedge, and a last look; what befalls the machine meanwhile comes on top.</summary>
    private static readonly TimeSpan s_actsWithin = Min(5);

    [Fact]
    public void Advance_AYearOfFiftyServicesWithNoise_RestartsEveryWedgeAndNothingElse()
    {
        var spent = Process.GetCurrentProcess().TotalProcessorTime;
        var noise = new SoakNoise(Seed);
        var fleet = new SoakFleet(noise, Blind);
        fleet.Play();

        var seen = fleet.Services.Where(service => service.IsSeen).ToList();
        var figures = string.Join('\n',
        [
            $"seed {Seed}",
            $"signals seen: {Tell(fleet, seen)}",
            $"signals not to be had: {Tell(fleet, [.. fleet.Services.Except(seen)])}",
            $"one failed curl a minute: {Tell(fleet, new SoakPeer(S(60), S(10), failures: 1, within: 1))}",
            $"3 times within 5 cycles of 30 s: {Tell(fleet, new SoakPeer(S(30), S(5), failures: 3, within: 5))}",
            $"3 times within 5 cycles of 15 s: {Tell(fleet, new SoakPeer(S(15), S(5), failures: 3, within: 5))}",
        ]);
        output.WriteLine(figures);
        output.WriteLine($"{fleet.Services.Sum(service => service.Turns + service.Skipped)} looks and other turns, of which {fleet.Services.Sum(service => service.Skipped)} steady passes");
        output.WriteLine($"{(Process.GetCurrentProcess().TotalProcessorTime - spent).TotalSeconds:0} s of processor time");

        var told = fleet.Services.Select(service => service.Told).Order().ToList();
        output.WriteLine($"told {told.Sum()} times: of a service {told[told.Count / 2]} times in the year (at most {told[^1]})");
        Assert.InRange(told[^1], 1, 3 * 365);      // thrice a day in the worst year of the worst service
        var acted = fleet.Services.SelectMany(service => service.Acted).ToList();
        Assert.Equal(SoakNoise.Wedges, acted.Count);
        Assert.All(acted, one => Assert.InRange(one.Value - one.Key.From, TimeSpan.Zero, s_actsWithin));
        Assert.Empty(seen.SelectMany(service => service.FalseRestarts));
        Assert.Equal(Figures, figures);
    }

    private static string Tell(SoakFleet fleet, List<SoakService> services)
    {
        var wedges = fleet.Noise.TrueWedges.Count(wedge => services.Contains(fleet.Services[wedge.Service]));
        var took = services.SelectMany(service => service.Acted).Select(one => (one.Value - one.Key.From).TotalSeconds).Order().ToList();
        var restarts = services.Sum(service => service.FalseRestarts.Count);
        return string.Create(CultureInfo.InvariantCulture,
            $"{services.Count} services, {took.Count} of {wedges} wedges restarted after {took[took.Count / 2]:0} s (at most {took[^1]:0} s), {restarts} false restarts");
    }

    private static string Tell(SoakFleet fleet, SoakPeer peer)
    {
        foreach (var service in fleet.Services) peer.Watch(fleet.Noise, service.Number, service.Bursts);
        return string.Create(CultureInfo.InvariantCulture, $"{peer.Acted} of {SoakNoise.Wedges} wedges restarted, {peer.FalseRestarts} false restarts");
    }
}
