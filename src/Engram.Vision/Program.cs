using Engram.Cli;
using Engram.Lab;
using Engram.Vision;

Torch.Prepare();
return Entry.Run(VisionCatalogue.Tool, args, static (terminal, stop) =>
    new Session(terminal, static () => new Laboratory(VisionCatalogue.Experiments), static () => VisionCatalogue.Benchmarks) { Stop = stop });
