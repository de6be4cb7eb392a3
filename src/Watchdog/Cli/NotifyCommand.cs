using System.CommandLine;

namespace Watchdog.Cli;

/// <summary><c>watchdog notify --test [NAME]</c></summary>
internal static class NotifyCommand
{
    /// <param name="Config">The file of <c>--config</c>, or null.</param>
    /// <param name="Name">One notifier; null means all.</param>
    public sealed record Options(string? Config, string? Name);

    public static Command Build(Func<Options, CancellationToken, Task<int>> handler, Option<string?> config)
    {
        var test = new Option<bool>("--test") { Description = "Send a test message, and say what came back" };
        var name = new Argument<string?>("NAME") { Description = "One notifier; left out, all of them", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampleCommand(
            "notify",
            "Try the notifiers",
            "Sends a real message by each, at once and past the outbox, without a daemon. Exit code 0: all have arrived, 1: some have not, 2: unusable arguments or configuration.",
            "watchdog notify --test",
            "watchdog notify --test ops")
        {
            test,
            name,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(test)) result.AddError("say --test: sending a test message is all that this command does");
        });
        command.SetAction((result, cancel) => handler(new Options(result.GetValue(config), result.GetValue(name)), cancel));
        return command;
    }
}
