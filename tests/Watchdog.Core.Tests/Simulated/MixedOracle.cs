using static Watchdog.Core.Tests.Any;

namespace Watchdog.Core.Tests.Simulated;

/// <summary>What must hold when everything comes at once: the rules of <see cref="Oracle"/>, and what stands in a restart's way.</summary>
internal sealed class MixedOracle(ServicePolicy policy)
{
    private readonly Oracle _oracle = new(policy);
    private readonly List<string> _broken = [];
    private TimeSpan _doubtSince;
    private TimeSpan? _doubtEnded;
    private bool _doubted;

    public IEnumerable<string> Broken => _broken.Concat(_oracle.Broken.Select(broken => $"{broken.Rule}: {broken.What}"));

    public int Restarts => _oracle.Restarts.Count;

    public void Watch(World.Turned turned)
    {
        // A look in doubt is none, and the oracle knows of no doubt.
        _oracle.Watch(turned with { Input = DoubtRules.Temper(turned.Before, turned.Input, turned.Now) });
        var now = turned.Now.Uptime;
        if (turned.Input is SelfDoubted told) Told(told.Why is not null, now);
        if (turned.Input is Resumed) Told(false, now);
        foreach (var decision in turned.Step.Decisions)
        {
            if (decision is BeginAction or Restart && turned.Step.State.Action is { } action) InDoubt(action.Cause, now);
            if (decision is Restart restart) InTheWay(turned, (LastLookEnded)turned.Input, restart.Intent);
        }
    }

    private void Told(bool doubted, TimeSpan now)
    {
        if (doubted && !_doubted && !(now - _doubtEnded < Min(2))) _doubtSince = now;
        if (!doubted && _doubted) _doubtEnded = now;
        _doubted = doubted;
    }

    private void InDoubt(string cause, TimeSpan now)
    {
        if (!_doubted) return;
        Require(now - _doubtSince >= policy.DoubtAtMost, "in doubt", now);
        Require(cause is Liveness or Cause.Unit, "in a long doubt, for no hard cause", now);
    }

    private void InTheWay(World.Turned turned, LastLookEnded look, Intent intent)
    {
        var (before, now) = (turned.Before, turned.Now.Uptime);
        var (cause, meaning) = (before.Action!.Cause, look.Signals is { } seen ? DiagnosisTable.Of(look.Check?.Reason ?? default, seen)?.Meaning : null);
        Require(meaning != Meaning.NotOurs, "though somebody else listens", now);
        var since = before.Host?.Held is { } held && held.Since < look.Crowd!.Since ? held.Since : look.Crowd!.Since;
        Require(!look.Crowd.IsMany || now >= since + policy.CorrelatedHoldAtMost, "among many", now);
        if (intent == Intent.EnsureUp) return;

        var check = turned.Step.State.Check(cause);
        Require(meaning != Meaning.Overloaded, "of what is overloaded", now);
        Require(meaning != Meaning.Uncorroborated || check.Failures >= 2 * policy.Find(cause)!.FailureThreshold, "though only few looks say so", now);
        if (cause != Deep || meaning == Meaning.Wedged) return;

        Require(look.Dependencies.All(one => one.Down is null), "while its dependency is down", now);
        if (turned.Step.State.Checks.Any(other => other.Diagnosis?.Meaning == Meaning.Wedged)) return;
        Require(before.Busy is { } busy && now >= busy.Since + policy.BusyAtMost, "with work in flight", now);
    }

    private void Require(bool holds, string what, TimeSpan now)
    {
        if (!holds) _broken.Add($"acts {what} at {now}");
    }
}
