using System.Diagnostics;
using Xunit.Abstractions;
using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>A year of fifty services with the noise that real ones have. The figures are those that the README quotes.</summary>
[Collection(nameof(Simulated))]
public class SoakTests(ITestOutputHelper output)
{
    private const int Seed = 1;
    private const int Blind = 10;

    [Fact]
    public void Advance_AYearOfFiftyServicesWithNoise_RestartsEveryWedgeAndNothingElse()
    {
        var (watch, spent) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var noise = new SoakNoise(Seed);
        var fleet = new SoakFleet(noise, Blind);
        fleet.Play();
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {Process.GetCurrentProcess().TotalProcessorTime - spent} of processor time");
        output.WriteLine($"{fleet.Services.Sum(s => s.Turns)} turns, {fleet.Services.Sum(s => s.Skipped)} skipped, {fleet.Services.Sum(s => s.Bursts.Count)} bursts, {fleet.Incidents} incidents");
        foreach (var seen in new[] { true, false })
        {
            var those = fleet.Services.Where(s => s.IsSeen == seen).ToList();
            var wedges = noise.TrueWedges.Count(w => fleet.Services[w.Service].IsSeen == seen);
            var acted = those.SelectMany(s => s.Acted).ToList();
            output.WriteLine($"seen {seen}: {acted.Count} of {wedges} wedges, slowest {acted.Max(a => a.Value - a.Key.From)}, begun {those.Sum(s => s.Begun)}, false {those.Sum(s => s.FalseRestarts.Count)}");
            foreach (var kind in Enum.GetValues<WedgeKind>()) output.WriteLine($"   {kind}: slowest {acted.Where(a => a.Key.Kind == kind).Max(a => a.Value - a.Key.From)}");
        }

        watch.Restart();
        foreach (var (name, peer) in new[] { ("curl", new SoakPeer(S(60), S(10), 1, 1)), ("monit 60", new SoakPeer(S(60), S(5), 3, 5)), ("monit 30", new SoakPeer(S(30), S(5), 3, 5)), ("monit 15", new SoakPeer(S(15), S(5), 3, 5)) })
        {
            foreach (var service in fleet.Services) peer.Watch(noise, service.Number, service.Bursts);
            output.WriteLine($"{name}: {peer.Acted} acted, {peer.FalseRestarts} false; {watch.Elapsed.TotalSeconds:0.0} s");
        }
    }
}
