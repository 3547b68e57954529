namespace Samples.RealTime;

/// <summary>The command line asks for something that cannot be.</summary>
internal sealed class UsageProblem(string message) : Exception(message);

/// <summary>What was asked for.</summary>
/// <param name="Source">A WAV file, or <c>-</c> for raw sound on standard input.</param>
/// <param name="RawRate">Hz of raw sound: 16-bit, one channel.</param>
/// <param name="Network">A trained network; without one the program learns to forecast.</param>
/// <param name="IsPaced">Whether a file is heard no faster than it would be played.</param>
/// <param name="Rounds">How often a file is heard.</param>
/// <param name="WantsHelp">Whether only help was asked for.</param>
internal sealed record Options(string Source, int RawRate, string? Network, bool IsPaced, int Rounds, bool WantsHelp)
{
    internal const string Help = """
        Listens to sound, and recognises words or learns to forecast it while it plays

        usage  RealTime SOUND [options]

        SOUND  a WAV file, or - for raw 16-bit sound of one channel on standard input

        options
          --network FILE  recognise words with the network that a run left behind: arrays/listener.state of gle-speech or gle-spoken-digits;
                          without, learn to forecast the spectrum of the next 25 ms, one change of every synapse at every step
          --rate HZ       the rate of raw sound (default: 16000)
          --rounds N      hear a file so often (default: 1)
          --paced         hear a file no faster than it would be played

        examples
          RealTime speech.wav
          RealTime speech.wav --network runs/gle-spoken-digits/RUN/arrays/listener.state
          arecord -t raw -f S16_LE -r 16000 | RealTime - --network listener.state
        """;

    internal static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options("", 16_000, null, IsPaced: false, 1, WantsHelp: arguments.Length == 0);
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            options = argument switch
            {
                "-h" or "-?" or "--help" => options with { WantsHelp = true },
                "--paced" => options with { IsPaced = true },
                "--network" => options with { Network = Value(arguments, ref i) },
                "--rate" => options with { RawRate = Number(arguments, ref i, 1000, 768_000) },
                "--rounds" => options with { Rounds = Number(arguments, ref i, 1, 1_000_000) },
                ['-', _, ..] => throw new UsageProblem($"There is no option '{argument}'. RealTime --help shows what there is."),
                _ when options.Source.Length > 0 => throw new UsageProblem($"There are two sounds, '{options.Source}' and '{argument}'; name one."),
                _ => options with { Source = argument },
            };
        }

        if (options.Source.Length == 0 && !options.WantsHelp)
            throw new UsageProblem("Name a WAV file, or - for raw sound on standard input.");
        if (options is { Source: "-", Rounds: > 1 })
            throw new UsageProblem("--rounds needs a file: standard input cannot be heard twice.");
        return options;
    }

    private static string Value(ReadOnlySpan<string> arguments, ref int at) => ++at < arguments.Length
        ? arguments[at]
        : throw new UsageProblem($"{arguments[at - 1]} needs a value.");

    private static int Number(ReadOnlySpan<string> arguments, ref int at, int least, int most)
    {
        string name = arguments[at], text = Value(arguments, ref at);
        return int.TryParse(text, out int value) && value >= least && value <= most
            ? value
            : throw new UsageProblem($"{name} is '{text}', but must be a whole number from {least} to {most}.");
    }
}
