using System.Text.Json;
using Engram.Lab;
using Engram.Lab.Benchmarks;

namespace Engram.Cli.Tests;

/// <summary>What the command answered.</summary>
internal sealed record Spoken(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs the command in this process, as if it were piped.</summary>
    public static Spoken To(ILaboratory laboratory, params string[] arguments) => To(laboratory, new Surroundings(), arguments);

    public static Spoken To(ILaboratory laboratory, Surroundings surroundings, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error)
        {
            OutputIsInteractive = surroundings.Interactive,
            ErrorIsInteractive = surroundings.Interactive,
            OutputHasStyles = surroundings.Interactive,
            Columns = () => surroundings.Columns,
        };
        var session = new Session(terminal, () => laboratory, () => surroundings.Benchmarks) { Stop = surroundings.Stop, Clock = surroundings.Clock };
        var code = Application.Run(arguments, session);
        return new Spoken(code, output.ToString(), error.ToString());
    }
}

/// <summary>What surrounds the command.</summary>
internal sealed record Surroundings
{
    public bool Interactive { get; init; }

    public int Columns { get; init; } = 80;

    public CancellationToken Stop { get; init; }

    public TimeProvider Clock { get; init; } = new HandClock();

    public IReadOnlyList<IBenchmark> Benchmarks { get; init; } = [];
}

/// <summary>A clock moved by hand; its timers never ring.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
