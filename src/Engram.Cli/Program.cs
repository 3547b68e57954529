using Engram.Cli;
using Engram.Lab;

return Entry.Run(Tool.Engram, args, static (terminal, stop) =>
    new Session(terminal, static () => new Laboratory(Catalogue.Experiments), static () => Catalogue.Benchmarks) { Stop = stop });
