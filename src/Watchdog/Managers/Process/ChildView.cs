using Watchdog.Core;

namespace Watchdog.Managers;

/// <summary>What is known of a service of ours at one moment.</summary>
/// <param name="Child">Its last one, running or not; null before the first.</param>
/// <param name="EndedBefore">The run of an earlier daemon that ended by itself; null where there was none.</param>
/// <param name="Between">What is being done with it; null for nothing.</param>
/// <param name="StartFailure">Why its last start failed, if it did.</param>
/// <param name="IsSpawning">A start has not come back yet.</param>
/// <param name="IsClosed">We are ending it for good.</param>
internal readonly record struct ChildView(ChildProcess? Child, string? EndedBefore, UnitState? Between, Reason StartFailure, bool IsSpawning, bool IsClosed)
{
    /// <summary>In a manager's words, but for the manager's own times.</summary>
    public UnitStatus Status
    {
        get
        {
            var ended = Child?.Ended is { IsCompleted: true } end ? end.Result : (ChildEnd?)null;
            var running = Child is not null && ended is null;
            return new UnitStatus
            {
                State = State(running),
                SubState = SubState(running, ended),
                Instance = Child?.Instance ?? EndedBefore ?? "",
                StartedAt = Child?.StartedAt,
                MainPid = running ? Child!.Pid : 0,
                Result = StartFailure.Code ?? ended?.Result ?? (EndedBefore is null ? "success" : ""),
                LastEnd = running || Between is not null ? LastEnd.None : End,
                EndBefore = LastEnd.WithUs,
                ControlGroup = running ? Child!.ControlGroup : "",
            };
        }
    }

    private LastEnd End => IsClosed ? LastEnd.StopJob : IsNew ? LastEnd.WithUs : LastEnd.ByItself;

    /// <summary>Nothing of it has been tried, or has ended by itself.</summary>
    private bool IsNew => Child is null && EndedBefore is null && StartFailure.Code is null;

    /// <summary>A child that ends by itself has failed, whatever its exit code: it is meant to be up.</summary>
    private UnitState State(bool running) =>
        Between ?? (running ? UnitState.Active : IsSpawning ? UnitState.Activating : IsClosed ? UnitState.Inactive : UnitState.Failed);

    private string SubState(bool running, ChildEnd? ended) => Between switch
    {
        UnitState.Deactivating => "stopping",
        UnitState.Activating => "starting",
        _ when running => "running",
        _ when StartFailure.Code is not null => StartFailure.Sentence,
        _ => ended?.ToString() ?? (IsNew ? "not started yet" : ChildEnd.Untold.ToString()),
    };
}
