using Polly;
using Polly.Fallback;
using Polly.Retry;
using Polly.Timeout;
using Watchdog.Core;
using Watchdog.Notify.Sending;

namespace Watchdog.Notify.Delivering;

/// <summary>
/// How a notifier is tried: a deadline for each try, growing pauses with jitter, and a circuit that is open after five failures in a row, and lets one try a minute
/// through to see whether it may close.
/// </summary>
/// <remarks>The pauses are made by who is told of the failure, since what comes in may cut them short, and Polly's own cannot be. Polly's own circuit breaker goes by a share of failures within a time: one success long ago keeps it closed through an outage.</remarks>
internal static class Persistence
{
    /// <summary>Failures in a row, and then one try a minute at most.</summary>
    public const int DownAfter = 5;

    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1), s_pauseWhileDown = TimeSpan.FromMinutes(1);

    /// <param name="deadline">For one try.</param>
    /// <param name="time">The clock.</param>
    /// <param name="mayRetry">Asked after each failure: whether there is to be another try.</param>
    /// <param name="onFailure">Told of each failure that another try follows: why, and how many there are in a row; it makes the pause.</param>
    public static ResiliencePipeline<SendResult> Create(TimeSpan deadline, TimeProvider time, Func<bool> mayRetry, Func<string, int, Pause, ValueTask> onFailure) =>
        new ResiliencePipelineBuilder<SendResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<SendResult>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { IsDelivered: false } && mayRetry()),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = static _ => ValueTask.FromResult<TimeSpan?>(TimeSpan.Zero),
                OnRetry = args => onFailure(args.Outcome.Result!.Said, args.AttemptNumber + 1, PauseAfter(args.AttemptNumber + 1, args.Outcome.Result.RetryAfter)),
            })

            // No answer is a failure like any other, also where no further try follows.
            .AddFallback(new FallbackStrategyOptions<SendResult>
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is TimeoutRejectedException),
                FallbackAction = _ => Outcome.FromResultAsValueTask(SendResult.Failed($"no answer within {Words.Span(deadline)}")),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = deadline })
            .Build();

    /// <summary>What the other side asks for makes our own pause longer, never shorter: by a wrong clock it may ask for none at all.</summary>
    private static Pause PauseAfter(int failures, TimeSpan? asked)
    {
        var pause = Spans.Min(LongestPause, s_firstPause * (Math.Pow(2, Math.Min(failures, 30) - 1) * (1 + (Random.Shared.NextDouble() / 4))));
        if (failures >= DownAfter) pause = Spans.Max(pause, s_pauseWhileDown);
        var whole = asked is { } longer ? Spans.Max(pause, longer) : pause;
        var least = Spans.Max(asked ?? TimeSpan.Zero, Spans.Min(pause, s_pauseWhileDown));
        return new Pause(least, whole - least);
    }
}
