using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class LastStoryTests : IDisposable
{
    private static readonly Reason s_why = new("ineffective", "2 restarts did not help");
    private static readonly Observation s_failed = Observation.Fail("liveness", "timeout", "no answer");

    private readonly TestFolder _folder = new();
    private readonly JournalTime _time = new();
    private readonly JournalWriter _writer;

    public LastStoryTests() => _writer = new JournalWriter(_folder.Directories.Journal, new JournalConfig(), _time, new CapturedLog());

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    /// <summary>One that is held fails a hundred times an hour, each with what is around it.</summary>
    [Fact]
    public void Of_HeldForHours_HasTheHoldAndTheFirstAndLastFailures()
    {
        Write(new Resumed("long ago"), new Moved(Phase.Starting, Phase.Watching, s_why));
        Write(new Observed(s_failed), new Moved(Phase.Watching, Phase.Suspect, s_why));
        Write(new Resumed("it is held"), new NotActing(s_why), new Moved(Phase.Suspect, Phase.Holding, s_why));
        for (var i = 0; i < 300; i++)
        {
            Write(new Observed(s_failed with { Number = i }), new Diagnose("liveness", OnlyListener: false));
            Write(new Diagnosed("liveness", "one", null));
        }

        var story = LastStory.Of(new JournalReader(_folder.Directories.Journal), "s", since: null, CancellationToken.None);

        Assert.Equal((3 + 20, 580), (story.Entries.Count, story.LeftOut));
        Assert.Equal(["long ago", "it is held"], story.Entries.Select(entry => entry.Input).OfType<Resumed>().Select(resumed => resumed.Because));
        Assert.Equal([0.0, 1, 2, 3, 4, 295, 296, 297, 298, 299], story.Entries.Select(entry => entry.Input).OfType<Observed>().Skip(1).Select(observed => observed.Observation.Number!.Value));
    }

    [Fact]
    public void Of_AShortStory_HasAllOfIt()
    {
        Write(new Resumed("the story before"), new Alert(AlertLevel.Warning, s_why));
        Write(new Resumed("well"), new Moved(Phase.Starting, Phase.Watching, s_why));
        for (var i = 0; i < 5; i++) Write(new Observed(s_failed));
        Write(new Resumed("something happened"), new NotActing(s_why));

        var story = LastStory.Of(new JournalReader(_folder.Directories.Journal), "s", since: null, CancellationToken.None);

        Assert.Equal((7, 0), (story.Entries.Count, story.LeftOut));
        Assert.Equal("well", Assert.IsType<Resumed>(story.Entries.First().Input).Because);
    }

    /// <summary>Passes are told every ten minutes, and by each round of a timer.</summary>
    [Fact]
    public void Of_WellForDaysSince_HasWhatHappenedAndTheLatestPasses()
    {
        Write(new Resumed("it happened"), new Restart(1, Intent.RestartIfHung, s_why));
        Write(new Resumed("it was well"), new Moved(Phase.Verifying, Phase.Watching, s_why));
        for (var i = 0; i < 300; i++)
        {
            Write(new Resumed(Resumed.Round));
            Write(new UnitSeen(Support.FakeUnit.Active("one")));
            Write(new Observed(Observation.Pass("liveness")));
            Write(new PassRun("liveness", i, _time.GetUtcNow(), _time.GetUtcNow(), default, default));
            Write(new PassRun("deepHealth", i, _time.GetUtcNow(), _time.GetUtcNow(), default, default));
        }

        var story = LastStory.Of(new JournalReader(_folder.Directories.Journal), "s", since: null, CancellationToken.None);

        Assert.Equal(["it happened", "it was well"], story.Entries.Select(entry => entry.Input).OfType<Resumed>().Select(resumed => resumed.Because));
        Assert.Equal([("liveness", 299), ("deepHealth", 299)], story.Entries.Skip(2).Select(entry => (entry.Passes!.Check, entry.Passes.Count)));
        Assert.Equal(0, story.LeftOut);
    }

    [Fact]
    public void Of_AStoryOfMoreThanCanBeTold_IsItsEnd()
    {
        for (var i = 0; i < 400; i++) Write(new Resumed($"{i}"), new NotActing(s_why));

        var story = LastStory.Of(new JournalReader(_folder.Directories.Journal), "s", since: null, CancellationToken.None);

        Assert.Equal(("200", "399"), (Assert.IsType<Resumed>(story.Entries.First().Input).Because, Assert.IsType<Resumed>(story.Entries.Last().Input).Because));
    }

    [Fact]
    public void Of_CutShort_IsWhatIsReadByThen()
    {
        Write(new Resumed("before"), new NotActing(s_why));
        _time.Advance(TimeSpan.FromDays(3));
        Write(new Resumed("now"), new NotActing(s_why));
        var reader = new JournalReader(_folder.Directories.Journal);

        Assert.Equal("now", Assert.IsType<Resumed>(Assert.Single(LastStory.Of(reader, "s", _time.GetUtcNow().AddDays(-2), CancellationToken.None).Entries).Input).Because);
        Assert.Empty(LastStory.Of(reader, "s", since: null, new CancellationToken(canceled: true)).Entries);
    }

    private void Write(PassRun passes) =>
        _writer.Append(new JournalEntry { At = _time.GetUtcNow(), Up = TimeSpan.FromHours(1), Service = "s", Passes = passes }, durable: false);

    private void Write(Input input, params Decision[] decisions) =>
        _writer.Append(new JournalEntry { At = _time.GetUtcNow(), Up = TimeSpan.FromHours(1), Service = "s", Input = input, Decisions = [.. decisions] }, durable: false);
}
