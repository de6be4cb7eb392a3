using Watchdog.Notify;
using Watchdog.Notify.Sending;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Notify;

/// <summary>Couriers with notifiers of the test's.</summary>
public sealed class DeliveryTests : IDisposable
{
    private static readonly SendResult s_delivered = new(SendOutcome.Delivered, "200 OK");

    private readonly DeliveryRig _rig = new();
    private readonly List<string> _sent = [];

    public void Dispose() => _rig.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public async Task Add_OneNotifierHangs_TheOtherGetsAllAndNobodyWaits()
    {
        _rig.Fakes["hung"] = async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return s_delivered;
        };
        Takes("good");
        _rig.Use(DeliveryRig.Fake("hung"), DeliveryRig.Fake("good"));

        for (var i = 1; i <= 5; i++) _rig.Add($"s/{i}", "hung", "good");

        await Eventually.TrueAsync(() => Sent.Count == 5, "five messages");
        Assert.Equal(["s/1", "s/2", "s/3", "s/4", "s/5"], Sent);
        Assert.Equal(5, _rig.Outbox.WaitingFor("hung"));
    }

    [Fact]
    public async Task Add_NotifierDownForAnHour_ArrivesLateInOrderAndSaysSo()
    {
        var back = _rig.Time.Uptime + TimeSpan.FromHours(1);
        var tries = 0;
        var notes = new List<string>();
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            Interlocked.Increment(ref tries);
            if (_rig.Time.Uptime < back) return Task.FromResult(SendResult.Failed("the connection was refused"));
            lock (_sent) notes.AddRange(outgoing.Notes);
            return Take(outgoing);
        };
        _rig.Use(DeliveryRig.Fake("n"));
        for (var i = 1; i <= 3; i++) _rig.Add($"s/{i}", "n");

        await _rig.PassAsync(() => Sent.Count == 3, TimeSpan.FromSeconds(5), TimeSpan.FromHours(2));

        Assert.Equal(["s/1", "s/2", "s/3"], Sent);
        Assert.InRange(_rig.Time.Uptime - back, TimeSpan.Zero, TimeSpan.FromMinutes(12));
        Assert.InRange(tries, 10, 60);
        Assert.Equal(3, notes.Count);
        Assert.All(notes, note => Assert.Matches(@"\ADelivered 1 h( \d+ min)? late \(the connection was refused\): it happened on 2026-11-20 10:02:03 UTC\.\z", note));
        await Eventually.TrueAsync(() => _rig.Log.Ids.Contains(831), "the end of the outage");
        Assert.Equal([830, 832, 831], _rig.Log.Ids);
    }

    [Fact]
    public async Task Status_NotifierDown_TellsSinceWhenAndWhatWaitsUntilItWorksAgain()
    {
        var (began, works) = (_rig.Time.GetUtcNow(), false);
        _rig.Fakes["down"] = (outgoing, _) => Volatile.Read(ref works) ? Take(outgoing) : Task.FromResult(SendResult.Failed($"refused {_rig.Begun}"));
        _rig.Use(DeliveryRig.Fake("well"), DeliveryRig.Fake("down"));
        _rig.Add("s/1", "down");
        _rig.Add("s/2", "down");

        await Eventually.TrueAsync(() => _rig.Delivery.Status()[0].FailingSince is not null, "the first failure, before time goes on");
        await _rig.PassAsync(() => _rig.Begun >= 3, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => _rig.Delivery.Status()[0].Problem == "refused 3", "the third failure");
        Assert.Equal([new NotifierStatus("down", 2, began, "refused 3"), new NotifierStatus("well", 0, null, null)], _rig.Delivery.Status().AsEnumerable());

        Volatile.Write(ref works, true);
        await _rig.PassAsync(() => Sent.Count == 2, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => _rig.Delivery.Status()[0] == new NotifierStatus("down", 0, null, null), "the end of the outage");
    }

    [Fact]
    public async Task Add_NotifierDownForSixDays_StillArrives()
    {
        var back = _rig.Time.Uptime + TimeSpan.FromDays(6.9);
        _rig.Fakes["n"] = (outgoing, _) => _rig.Time.Uptime < back ? Task.FromResult(SendResult.Failed("x")) : Take(outgoing);
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");

        await _rig.PassAsync(() => Sent.Count == 1, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Add_MessageRefused_MakesWayAndTheNextOneSaysSo()
    {
        string? note = null;
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            if (outgoing.Message.Id == "s/1") return Task.FromResult(new SendResult(SendOutcome.Refused, "400 BadRequest: invalid_payload"));
            note ??= Assert.Single(outgoing.Notes);
            return Take(outgoing);
        };
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        _rig.Add("s/2", "n");

        await _rig.PassAsync(() => Sent.Count == 1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

        await _rig.EmptyAsync();
        Assert.Equal(["s/2"], Sent);
        Assert.StartsWith("1 message was dropped meanwhile", note, StringComparison.Ordinal);
        Assert.Contains(833, _rig.Log.Ids);
        Assert.Equal(0, _rig.Outbox.DroppedOf("n"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task Add_FailuresAfterASuccess_AreTriedWithGrowingPausesWhateverIsAskedFor(int? retryAfter)
    {
        var times = new List<TimeSpan>();
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            if (outgoing.Message.Id == "s/1") return Take(outgoing);
            lock (_sent) times.Add(_rig.Time.Uptime);
            return Task.FromResult(SendResult.Failed("503", retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
        };
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        await _rig.EmptyAsync();
        _rig.Add("s/2", "n");

        await _rig.PassAsync(() => Tries() >= 9, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        TimeSpan[] pauses;
        lock (_sent) pauses = [.. times.Zip(times.Skip(1), (one, next) => next - one)];
        int[] least = [1, 2, 4, 8, 60, 60, 64, 128];
        Assert.All(least.Index(), one => Assert.True(pauses[one.Index] >= TimeSpan.FromSeconds(one.Item), $"{pauses[one.Index]} after failure {one.Index + 1}"));
        Assert.Equal([830, 832], _rig.Log.Ids);

        int Tries()
        {
            lock (_sent) return times.Count;
        }
    }

    /// <summary>A program that fails on one message, or a server on its text, is no outage.</summary>
    [Fact]
    public async Task Add_TwoThatAlwaysFail_KeepNoOtherStoryWaitingAndAreTriedFurther()
    {
        var tried = new List<string>();
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            lock (tried) tried.Add(outgoing.Message.Id);
            return outgoing.Message.Story is "bad" or "worse" ? Task.FromResult(SendResult.Failed("exit code 1")) : Take(outgoing);
        };
        _rig.Use(DeliveryRig.Fake("n"));
        foreach (var id in (string[])["bad/1", "bad/2", "worse/1", "s/1", "s/2", "t/1"]) _rig.Add(id, "n");

        await _rig.PassAsync(() => Sent.Count == 3 && Tries() >= 12, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        Assert.Equal(["s/1", "s/2", "t/1"], Sent);
        lock (tried)
        {
            Assert.DoesNotContain("bad/2", tried);
            Assert.InRange(tried.Count(id => id == "bad/1") - tried.Count(id => id == "worse/1"), 0, 1);
        }

        int Tries()
        {
            lock (tried) return tried.Count;
        }
    }

    /// <summary>No answer at all is a failure like any other.</summary>
    [Fact]
    public async Task Add_OneThatAlwaysHangs_KeepsNoOtherStoryWaiting()
    {
        var hangs = false;
        _rig.Fakes["n"] = async (outgoing, cancel) =>
        {
            if (outgoing.Message.Story != "bad") return await Take(outgoing);
            Volatile.Write(ref hangs, true);
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                Volatile.Write(ref hangs, false);
            }

            return s_delivered;
        };
        _rig.Use(DeliveryRig.Fake("n"));
        foreach (var id in (string[])["bad/1", "s/1", "t/1"]) _rig.Add(id, "n");

        await _rig.PassAsync(() => Sent.Count == 2, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), hangs: () => Volatile.Read(ref hangs));

        Assert.Equal(["s/1", "t/1"], Sent);
    }

    [Fact]
    public async Task Add_WhileALongPauseRuns_IsTriedWithinAMinute()
    {
        var tries = 0;
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            if (outgoing.Message.Story != "bad") return Take(outgoing);
            Interlocked.Increment(ref tries);
            return Task.FromResult(SendResult.Failed("exit code 1"));
        };
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("bad/1", "n");
        await _rig.PassAsync(() => Volatile.Read(ref tries) == 10, TimeSpan.FromSeconds(1), TimeSpan.FromHours(2));

        var added = _rig.Time.Uptime;
        _rig.Add("s/1", "n");
        await _rig.PassAsync(() => Sent.Count == 1, TimeSpan.FromSeconds(1), TimeSpan.FromHours(2));

        Assert.InRange(_rig.Time.Uptime - added, TimeSpan.Zero, TimeSpan.FromSeconds(65));
    }

    [Fact]
    public async Task Add_TwoThatAreRefused_BothMakeWay()
    {
        _rig.Fakes["n"] = (outgoing, _) => outgoing.Message.Story == "s" ? Take(outgoing) : Task.FromResult(new SendResult(SendOutcome.Refused, "400"));
        _rig.Use(DeliveryRig.Fake("n"));
        foreach (var id in (string[])["bad/1", "worse/1", "s/1"]) _rig.Add(id, "n");

        await _rig.PassAsync(() => _rig.Outbox.IsEmpty, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        Assert.Equal(["s/1"], Sent);
        Assert.Equal(2, _rig.Log.Ids.Count(id => id == 833));
    }

    [Fact]
    public async Task Add_NotLetIn_DropsNothing()
    {
        var mended = false;
        _rig.Fakes["n"] = (outgoing, _) => Volatile.Read(ref mended) ? Take(outgoing) : Task.FromResult(new SendResult(SendOutcome.Barred, "401 Unauthorized"));
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        await _rig.PassAsync(() => _rig.Log.Ids.Contains(832), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

        Volatile.Write(ref mended, true);

        await _rig.PassAsync(() => Sent.Count == 1, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        Assert.DoesNotContain(833, _rig.Log.Ids);
    }

    [Fact]
    public async Task Add_NotifierThatThrows_IsABugAndTakesOnlyThatMessage()
    {
        _rig.Fakes["n"] = (outgoing, _) => outgoing.Message.Id == "s/1" ? throw new FormatException("bug") : Take(outgoing);
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        _rig.Add("s/2", "n");

        await _rig.PassAsync(() => Sent.Count == 1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Assert.Contains(841, _rig.Log.Ids);
    }

    [Fact]
    public async Task Hold_QuietHoursThatAreTakenOut_SendsWhatWaitedForTheirEnd()
    {
        Takes("n");
        _rig.Use(DeliveryRig.Fake("n"));
        var end = _rig.Time.GetUtcNow().AddHours(8);
        _rig.Delivery.Add(Samples.Of(MessageKind.Also).Message with { Id = "s/1", Story = "s", At = _rig.Time.GetUtcNow() }, ["n"], end);
        _rig.Delivery.Hold(_ => end.AddHours(2));
        _rig.Add("t/1", "n");
        await Eventually.TrueAsync(() => Sent.Count == 1, "the one that is not held back");
        Assert.Equal(["t/1"], Sent);

        _rig.Delivery.Hold(_ => null);

        await _rig.EmptyAsync();
        Assert.Equal(["t/1", "s/1"], Sent);
    }

    [Fact]
    public async Task Add_MoreThanTheRate_WaitsAndTheCriticalGoFirst()
    {
        Takes("n");
        _rig.Use(DeliveryRig.Fake("n", messages: 2));
        for (var i = 1; i <= 4; i++) _rig.Add($"s{i}/1", "n");
        await Eventually.TrueAsync(() => Sent.Count == 2, "a burst of two");
        _rig.Delivery.Add(Samples.Of(MessageKind.Holding).Message with { Id = "loud/1", Story = "loud", At = _rig.Time.GetUtcNow() }, ["n"]);
        Assert.Equal(2, Sent.Count);

        await _rig.PassAsync(() => Sent.Count == 5, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(20));

        Assert.Equal(["s1/1", "s2/1", "loud/1", "s3/1", "s4/1"], Sent);
    }

    [Fact]
    public async Task Add_HeldBack_IsSentWhenItIsDue()
    {
        Takes("n");
        _rig.Use(DeliveryRig.Fake("n"));
        var due = _rig.Time.GetUtcNow().AddHours(8);
        _rig.Delivery.Add(Samples.Of(MessageKind.Also).Message with { Id = "q/1", Story = "q", At = _rig.Time.GetUtcNow() }, ["n"], due);
        _rig.Add("s/1", "n");
        await Eventually.TrueAsync(() => Sent.Count == 1, "the other one");

        await _rig.PassAsync(() => Sent.Count == 2, TimeSpan.FromMinutes(5), TimeSpan.FromHours(9));

        Assert.Equal(["s/1", "q/1"], Sent);
        Assert.True(_rig.Time.GetUtcNow() >= due);
    }

    [Fact]
    public async Task Use_ConfigurationEdited_LosesNothingAndSendsByTheNewOne()
    {
        _rig.Fakes["n"] = (_, _) => Task.FromResult(SendResult.Failed("x"));
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        await Eventually.TrueAsync(() => _rig.Log.Ids.Contains(830), "a failure");

        Takes("n");
        _rig.Use(DeliveryRig.Fake("n") with { RateMessages = 7 });

        await Eventually.TrueAsync(() => Sent.Count == 1, "the message, without waiting for the old pause");
    }

    [Fact]
    public async Task Use_NotifierTakenOut_DropsWhatWaitsForIt()
    {
        _rig.Fakes["n"] = (_, _) => Task.FromResult(SendResult.Failed("x"));
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        await Eventually.TrueAsync(() => _rig.Log.Ids.Contains(830), "a failure");

        _rig.Use();

        Assert.Contains(835, _rig.Log.Ids);
        Assert.True(_rig.Outbox.IsEmpty);
    }

    [Fact]
    public async Task DisposeAsync_WithMessagesLeft_LeavesThemToTheNextRun()
    {
        _rig.Fakes["n"] = (_, _) => Task.FromResult(SendResult.Failed("x"));
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        _rig.Add("s/2", "n");
        await Eventually.TrueAsync(() => _rig.Log.Ids.Contains(830), "a failure");

        Takes("n");
        await _rig.RestartAsync(DeliveryRig.Fake("n"));

        await Eventually.TrueAsync(() => Sent.Count == 2, "both");
        Assert.Equal(["s/1", "s/2"], Sent);
    }

    [Fact]
    public async Task DisposeAsync_WhileANotifierHangsToItsDeadline_IsAnOrdinaryFailure()
    {
        _rig.Fakes["n"] = async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return s_delivered;
        };
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        await Eventually.TrueAsync(() => _rig.Begun == 1, "a try");

        Takes("n");
        var ending = _rig.RestartAsync(DeliveryRig.Fake("n"));
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        await ending;
        await _rig.EmptyAsync();

        Assert.Equal([830], _rig.Log.Ids);
        Assert.Contains("no answer within 10 s", _rig.Log.Messages[0], StringComparison.Ordinal);
        Assert.Equal(["s/1"], Sent);
    }

    [Fact]
    public async Task Add_MissedBySome_IsSentOnceAndToldOnceUntilItReachesAll()
    {
        var tries = new Dictionary<string, int>();
        _rig.Fakes["n"] = (outgoing, _) =>
        {
            var id = outgoing.Message.Id;
            tries[id] = tries.GetValueOrDefault(id) + 1;
            if (id != "s/1" || outgoing.HasTaken("a")) Take(outgoing);
            return Task.FromResult(id switch
            {
                "s/1" when !outgoing.HasTaken("a") => SendResult.Failed("not for b") with { TakenBy = ["a"] },
                "s/3" => s_delivered,
                _ => s_delivered with { Said = "but not for b", MissedSome = true },
            });
        };
        _rig.Use(DeliveryRig.Fake("n"));
        for (var i = 1; i <= 4; i++) _rig.Add($"s/{i}", "n");

        await _rig.PassAsync(() => _rig.Outbox.IsEmpty, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        Assert.Equal(["s/1", "s/2", "s/3", "s/4"], Sent);
        Assert.Equal(2, tries["s/1"]);
        Assert.Equal(2, _rig.Log.Ids.Count(id => id == 847));
    }

    [Fact]
    public async Task DrainAsync_TryUnderWayWhenTimeIsOver_EndsByItsOwnDeadlineAndNothingFollows()
    {
        var taken = new TaskCompletionSource<SendResult>();
        _rig.Fakes["n"] = async (outgoing, cancel) =>
        {
            var result = await taken.Task.WaitAsync(cancel);
            lock (_sent) _sent.Add(outgoing.Message.Id);
            return result;
        };
        _rig.Use(DeliveryRig.Fake("n"));
        _rig.Add("s/1", "n");
        _rig.Add("s/2", "n");
        await Eventually.TrueAsync(() => _rig.Begun == 1, "a try");

        var draining = _rig.Delivery.DrainAsync([DeliveryRig.Fake("n")], TimeSpan.Zero, CancellationToken.None);
        taken.SetResult(s_delivered);
        await draining;

        Assert.Equal(["s/1"], Sent);
        Assert.Equal(1, _rig.Outbox.WaitingFor("n"));
    }

    [Fact]
    public async Task DrainAsync_NothingWaits_StartsNobody()
    {
        _rig.Fakes["n"] = (_, _) => throw new InvalidOperationException();

        await _rig.Delivery.DrainAsync([DeliveryRig.Fake("n")], TimeSpan.FromSeconds(10), CancellationToken.None);

        Assert.Empty(_rig.Log.Ids);
    }

    private IReadOnlyList<string> Sent
    {
        get { lock (_sent) return [.. _sent]; }
    }

    private void Takes(string name) => _rig.Fakes[name] = (outgoing, _) => Take(outgoing);

    private Task<SendResult> Take(Outgoing outgoing)
    {
        lock (_sent) _sent.Add(outgoing.Message.Id);
        return Task.FromResult(s_delivered);
    }
}
