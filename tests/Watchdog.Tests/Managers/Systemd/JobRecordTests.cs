using Watchdog.Core;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class JobRecordTests
{
    private static readonly TimeSpan s_listensSince = At(100);

    private static readonly JobRecord s_listening = JobRecord.Deaf.Seen(s_listensSince, running: true, job: 0);

    [Fact]
    public void WhoEnded_NotListening_CannotTell() => Assert.Null(JobRecord.Deaf.WhoEnded(At(200)));

    [Fact]
    public void WhoEnded_EndedBeforeWeListened_CannotTell() => Assert.Null(s_listening.WhoEnded(At(100)));

    [Fact]
    public void WhoEnded_NoJobHeard_ByItself() => Assert.Equal(LastEnd.ByItself, s_listening.WhoEnded(At(101)));

    [Fact]
    public void WhoEnded_StopJob_IsAStopJob() => Assert.Equal(LastEnd.StopJob, s_listening.New(7).Typed(7, "stop").WhoEnded(At(101)));

    [Theory]
    [InlineData("restart")]
    [InlineData("start")]
    [InlineData("reload")]
    [InlineData("try-restart")]
    public void WhoEnded_JobThatWantsItUp_ByItself(string type) =>
        Assert.Equal(LastEnd.ByItself, s_listening.New(7).Typed(7, type).WhoEnded(At(101)));

    [Fact]
    public void WhoEnded_StartAfterStop_ByItself() =>
        Assert.Equal(LastEnd.ByItself, s_listening.New(7).Typed(7, "stop").New(8).Typed(8, "start").WhoEnded(At(101)));

    [Fact]
    public void WhoEnded_JobTooShortToAsk_CannotTell() => Assert.Null(s_listening.New(7).WhoEnded(At(101)));

    [Fact]
    public void WhoEnded_ShortJobDoneLongAfterTheEnd_IsAStopJob() =>
        Assert.Equal(LastEnd.StopJob, s_listening.New(7).Done(7, At(102.1)).WhoEnded(At(101)));

    [Fact]
    public void WhoEnded_ShortJobDoneAsItEnded_CannotTell() => Assert.Null(s_listening.New(7).Done(7, At(101.5)).WhoEnded(At(101)));

    [Fact]
    public void Typed_AnswerForAnEarlierJob_ChangesNothing() => Assert.Null(s_listening.New(7).New(8).Typed(7, "stop").WhoEnded(At(101)));

    [Fact]
    public void Seen_RunningWithoutAJob_ForgetsACancelledStop() =>
        Assert.Equal(LastEnd.ByItself, s_listening.New(7).Typed(7, "stop").Seen(At(110), running: true, job: 0).WhoEnded(At(120)));

    [Fact]
    public void Seen_RunningWithItsStopQueued_KeepsIt() =>
        Assert.Equal(LastEnd.StopJob, JobRecord.Deaf.Seen(At(110), running: true, job: 7).Typed(7, "stop").WhoEnded(At(120)));

    [Fact]
    public void Seen_DownAfterAStop_KeepsIt() =>
        Assert.Equal(LastEnd.StopJob, s_listening.New(7).Typed(7, "stop").Seen(At(130), running: false, job: 0).WhoEnded(At(120)));

    [Fact]
    public void WhoEnded_ForgottenAfterItRan_ByItself() => Assert.Equal(LastEnd.ByItself, s_listening.Seen(At(110), running: false, job: 0).WhoEnded(null));

    [Fact]
    public void WhoEnded_ForgottenAfterAStop_IsAStopJob() => Assert.Equal(LastEnd.StopJob, s_listening.New(7).Typed(7, "stop").WhoEnded(null));

    [Fact]
    public void WhoEnded_ForgottenAfterAJobTooShortToAsk_CannotTell() => Assert.Null(s_listening.New(7).WhoEnded(null));

    [Fact]
    public void WhoEnded_NeverSeenRunning_CannotTell() => Assert.Null(JobRecord.Deaf.Seen(At(100), running: false, job: 0).WhoEnded(null));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
