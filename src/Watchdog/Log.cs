namespace Watchdog;

/// <summary>Every message of the program, with ids and names that never change.</summary>
internal static partial class Log
{
    // Config: 100 to 199

    // Probes: 200 to 299

    // Managers: 300 to 399

    // Journal: 400 to 499

    // Supervision: 500 to 599

    // Cli: 600 to 699

    // Web: 700 to 799
}
