using Watchdog.Core;

namespace Watchdog.Managers.Supervisord;

/// <summary>What came of a call: exactly one of the three.</summary>
/// <param name="Value">What it returned: a string, a long, a bool, a list or a dictionary of such; null where nothing came back.</param>
/// <param name="Fault">What supervisord said instead.</param>
/// <param name="Failure">Why nobody said anything that can be used, as an order and a look tell it.</param>
internal readonly record struct RpcReply(object? Value, RpcFault? Fault, RpcFailure? Failure)
{
    public static RpcReply Of(object value) => new(value, null, null);

    public static RpcReply Of(RpcFault fault) => new(null, fault, null);

    public static RpcReply Of(RestartResult result, string code, string sentence) => new(null, null, new RpcFailure(result, new Reason(code, sentence)));
}

/// <param name="Code">One of <see cref="RpcFault"/>'s constants, or another.</param>
/// <param name="Text">In supervisord's words: <c>SPAWN_ERROR: web</c>.</param>
internal sealed record RpcFault(int Code, string Text)
{
    /// <summary>It is shutting down, or has not come up.</summary>
    public const int ShutdownState = 6;

    public const int BadName = 10;

    /// <summary>The program's command is not there.</summary>
    public const int NoFile = 20;

    public const int NotExecutable = 21;

    /// <summary>It ended before its startsecs.</summary>
    public const int AbnormalTermination = 40;

    /// <summary>It could not be started, or ended before its startsecs.</summary>
    public const int SpawnError = 50;

    public const int AlreadyStarted = 60;

    public const int NotRunning = 70;
}

internal sealed record RpcFailure(RestartResult Result, Reason Reason);
