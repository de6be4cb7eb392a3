using Watchdog.Config;

namespace Watchdog.Cli.Handlers;

internal static class ValidateHandler
{
    public static Task<int> RunAsync(ValidateCommand.Options options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (ConfigFile.Read(options.Config, elsewhere: true) is not { } config) return Task.FromResult(ExitCode.Unusable);

        if (options.Effective) Console.Out.WriteLine(EffectiveConfig.Write(config));
        else Console.Out.WriteLine($"{config.Path}: {config.Services.Length} {(config.Services.Length == 1 ? "service" : "services")}, no errors");
        return Task.FromResult(ExitCode.Fine);
    }
}
