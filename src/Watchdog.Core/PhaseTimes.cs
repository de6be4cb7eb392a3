namespace Watchdog.Core;

/// <summary>How long each phase of a look took, from its start; null for a phase that was not reached or does not exist.</summary>
/// <param name="Connect">Until the connection stood.</param>
/// <param name="Tls">Until the TLS handshake was done.</param>
/// <param name="FirstByte">Until the first byte of the answer (its headers).</param>
/// <param name="LastByte">Until the last byte of the answer.</param>
public readonly record struct PhaseTimes(TimeSpan? Connect = null, TimeSpan? Tls = null, TimeSpan? FirstByte = null, TimeSpan? LastByte = null);
