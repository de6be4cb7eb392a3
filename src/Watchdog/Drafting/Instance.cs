namespace Watchdog.Drafting;

/// <summary>An instance of a template.</summary>
/// <param name="Name">What stands for <c>%i</c>.</param>
/// <param name="Template">Of all instances: <c>hello-agent@</c>, and whose.</param>
/// <param name="Glob">Who keeps all of them.</param>
/// <param name="Running">How many run.</param>
internal sealed record Instance(string Name, string Template, ManagerPart Glob, int Running);
