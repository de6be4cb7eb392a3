using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Watchdog.Core;
using Watchdog.Notify.Sending;

namespace Watchdog.Notify.Delivering;

/// <summary>How a notifier is tried: a deadline for each try, growing pauses with jitter, and a circuit that opens where nothing else is to be expected.</summary>
internal static class Persistence
{
    /// <summary>Failures in a row, and then one try a pause at most.</summary>
    public const int OpensAfter = 5;

    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1), s_break = TimeSpan.FromMinutes(1);

    /// <param name="deadline">For one try.</param>
    /// <param name="time">The clock.</param>
    /// <param name="mayRetry">Asked after each failure: whether there is to be another try.</param>
    /// <param name="onFailure">Told of each failure that was one of the notifier's.</param>
    /// <param name="onOpen">Told when the circuit opens.</param>
    public static ResiliencePipeline<SendResult> Create(TimeSpan deadline, TimeProvider time, Func<bool> mayRetry, Action<string> onFailure, Action onOpen) =>
        new ResiliencePipelineBuilder<SendResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<SendResult>
            {
                ShouldHandle = args => ValueTask.FromResult(HasFailed(args.Outcome) && mayRetry()),
                MaxRetryAttempts = int.MaxValue,
                Delay = s_firstPause,
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = args => ValueTask.FromResult(PauseOf(args.Outcome)),
                OnRetry = args =>
                {
                    if (args.Outcome.Exception is not BrokenCircuitException) onFailure(Why(args.Outcome, deadline));
                    return ValueTask.CompletedTask;
                },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendResult>
            {
                // A message that is not taken says nothing about the others.
                ShouldHandle = args => ValueTask.FromResult(HasFailed(args.Outcome) && args.Outcome.Result?.Outcome is not SendOutcome.Refused),
                FailureRatio = 1,
                MinimumThroughput = OpensAfter,
                SamplingDuration = LongestPause,
                BreakDuration = s_break,
                OnOpened = _ =>
                {
                    onOpen();
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = deadline })
            .Build();

    private static bool HasFailed(Outcome<SendResult> outcome) =>
        outcome.Exception is TimeoutRejectedException or BrokenCircuitException || outcome.Result is { IsDelivered: false };

    /// <summary>What the other side, or the open circuit, asks for; null: the growing pause.</summary>
    private static TimeSpan? PauseOf(Outcome<SendResult> outcome) =>
        outcome.Exception is BrokenCircuitException broken ? broken.RetryAfter : outcome.Result?.RetryAfter;

    private static string Why(Outcome<SendResult> outcome, TimeSpan deadline) =>
        outcome.Result?.Said ?? $"no answer within {Words.Span(deadline)}";
}
