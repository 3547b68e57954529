using System.Globalization;
using Engram.Datasets;
using Engram.Numerics;
using Samples.RealTime;

// Everything in here is what a program on a small device would do: open a sound, listen to it in pieces of 10 ms, step a network on what has
// come in, and say how long a step took. See docs/realtime.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    Options options = Options.Parse(args);
    if (options.WantsHelp)
    {
        Console.WriteLine(Options.Help);
        return 0;
    }

    using Sound sound = Sound.Open(options);
    using IListener listener = options.Network is { } file ? Recogniser.Load(file) : new Forecaster();
    new Loop(sound, listener, options).Run(Console.Out);
    return 0;
}
catch (Exception problem) when (problem is UsageProblem or DatasetException or StateException)
{
    Console.Error.WriteLine($"realtime: {problem.Message}");
    return 2;
}
catch (IOException problem)
{
    Console.Error.WriteLine($"realtime: {problem.Message}");
    return 1;
}
