using System.Collections.Concurrent;
using System.Text.Json;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>Plays thousands of histories, once, and keeps what was broken, with the seed that shows it again.</summary>
public sealed class Histories
{
    public const int Count = 10_000;

    private readonly ConcurrentBag<(Rule Rule, int Seed, string What)> _broken = [];
    private long _restarts;
    private long _turns;

    public Histories() => Parallel.For(0, Count, Play);

    public long Restarts => _restarts;

    public long Turns => _turns;

    public IEnumerable<string> BrokenOf(Rule rule) =>
        _broken.Where(broken => broken.Rule == rule).OrderBy(broken => broken.Seed).Take(5).Select(broken => $"seed {broken.Seed}: {broken.What}");

    private void Play(int seed)
    {
        Oracle? oracle = null;
        var journal = new List<World.Turned>();
        var story = new Story(seed, turned =>
        {
            oracle!.Watch(turned);

            // The program journals only what changed something.
            if (!ReferenceEquals(turned.Step.State, turned.Before) || !turned.Step.Decisions.IsEmpty) journal.Add(turned);
        });
        oracle = new Oracle(story.World.Policy);
        story.Play();

        foreach (var (rule, what) in oracle.Broken) _broken.Add((rule, seed, what));
        if (!story.Acted)
        {
            _broken.Add((Rule.HangActedUpon, seed, $"hangs since {story.HangsFrom}, {story.World.State.Phase} {story.World.State.PhaseReason}"));
        }

        Replay(seed, story.World, journal);
        Interlocked.Add(ref _restarts, oracle.Restarts.Count);
        Interlocked.Add(ref _turns, story.World.Turns);
    }

    private void Replay(int seed, World world, List<World.Turned> journal)
    {
        var state = ServiceState.New;
        foreach (var line in journal)
        {
            var step = Supervisor.Advance(world.Policy, state, line.Input, line.Now);
            state = step.State;
            if (step.Decisions.SequenceEqual(line.Step.Decisions) && step.Steps.SequenceEqual(line.Step.Steps)) continue;

            _broken.Add((Rule.Replay, seed, $"{line.Input} at {line.Now.Uptime}"));
            return;
        }

        if (JsonSerializer.Serialize(state) != JsonSerializer.Serialize(world.State)) _broken.Add((Rule.Replay, seed, "ends in another state"));
    }
}
