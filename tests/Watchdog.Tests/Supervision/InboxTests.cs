using System.Threading.Channels;
using Watchdog.Core;
using Watchdog.Supervision;

namespace Watchdog.Tests.Supervision;

public sealed class InboxTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Inbox _inbox = new();

    [Fact]
    public async Task Read_WhatLiesThere_ComesInOrderAndTheNudgeOnceAndLast()
    {
        _inbox.Nudge();
        _inbox.Nudge();
        _inbox.Post(Numbered(1));
        Assert.True(_inbox.TryPost(Numbered(2)));

        Assert.Equal(1, Number(await _inbox.ReadAsync()));
        Assert.Equal(2, Number(await _inbox.ReadAsync()));
        Assert.IsType<Tick>((await _inbox.ReadAsync()).Input);
        Assert.False(_inbox.ReadAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Read_NothingThere_WaitsForTheFirst()
    {
        var read = _inbox.ReadAsync().AsTask();
        Assert.False(read.IsCompleted);

        _inbox.Nudge();

        Assert.IsType<Tick>((await read.WaitAsync(s_patience)).Input);
        read = _inbox.ReadAsync().AsTask();
        _inbox.Post(Numbered(7));
        Assert.Equal(7, Number(await read.WaitAsync(s_patience)));
    }

    [Fact]
    public async Task Post_Full_RefusesOthersAndTakesItsOwn()
    {
        for (var i = 0; i < 16; i++) Assert.True(_inbox.TryPost(Numbered(i)));
        Assert.False(_inbox.TryPost(Numbered(16)));
        _inbox.Post(Numbered(17));
        for (var i = 0; i < 16; i++) Assert.Equal(i, Number(await _inbox.ReadAsync()));
        Assert.Equal(17, Number(await _inbox.ReadAsync()));
    }

    [Fact]
    public async Task Close_WhileItIsRead_EndsTheRead()
    {
        var read = _inbox.ReadAsync().AsTask();
        _inbox.Close();
        await Assert.ThrowsAsync<ChannelClosedException>(() => read.WaitAsync(s_patience));
        Assert.False(_inbox.TryPost(Numbered(1)));
        _inbox.Post(Numbered(1));
        _inbox.Nudge();
        _inbox.Close();
        Assert.IsType<Tick>((await _inbox.ReadAsync()).Input);
        await Assert.ThrowsAsync<ChannelClosedException>(() => _inbox.ReadAsync().AsTask());
    }

    /// <summary>Writers, timers and a reader at once: nothing is lost, nothing comes twice, each writer's order holds, and after the last nudge there is a tick.</summary>
    [Fact]
    public async Task Read_ManyWriters_LosesNothing()
    {
        const int writers = 4;
        const int each = 50_000;
        var ticked = 0;
        var writing = Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                if (i % 3 == 0) _inbox.Nudge();
                while (!_inbox.TryPost(Numbered((writer * each) + i))) await Task.Yield();
            }
        })).ToArray();
        var last = new int[writers];
        for (var seen = 0; seen < writers * each;)
        {
            var mail = await _inbox.ReadAsync().AsTask().WaitAsync(s_patience);
            if (mail.Input is Tick)
            {
                ticked++;
                continue;
            }

            var (writer, i) = (Number(mail) / each, Number(mail) % each);
            Assert.Equal(last[writer], i);
            last[writer] = i + 1;
            seen++;
        }

        await Task.WhenAll(writing).WaitAsync(s_patience);
        _inbox.Nudge();
        Assert.IsType<Tick>((await _inbox.ReadAsync().AsTask().WaitAsync(s_patience)).Input);
        Assert.InRange(ticked, 1, writers * each);
    }

    private static Mail Numbered(int number) => new(new Resumed(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static int Number(Mail mail) => int.Parse(Assert.IsType<Resumed>(mail.Input).Because, System.Globalization.CultureInfo.InvariantCulture);
}
