using System.Numerics;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// Circuits that learn the bars side by side, one kind of circuit at one presentation time. An epoch shows all pictures in random order to
/// learn from, then all in another order to test; potentials run on through both (specification 3.3, 3.5).
/// </summary>
internal abstract class BarsTrainer : IDisposable
{
    private protected BarsTrainer(bool isProspective, int steps, int lanes, int epochs)
    {
        (IsProspective, Steps) = (isProspective, steps);
        (MeanAccuracy, MeanError) = (new double[epochs], new double[epochs]);
        FirstPerfect = new int[lanes];
        FirstPerfect.AsSpan().Fill(-1);
        Accuracy = new double[lanes];
        Error = new double[lanes];
    }

    /// <summary>With Latent Equilibrium, or without.</summary>
    internal bool IsProspective { get; }

    /// <summary>Euler steps of a presentation.</summary>
    internal int Steps { get; }

    /// <summary>The name in summaries and files: <c>le</c> or <c>original</c>.</summary>
    internal string Condition => NameOf(IsProspective);

    /// <summary>Epochs done.</summary>
    internal int Epoch { get; private protected set; }

    /// <summary>Validation accuracy of each epoch, mean over circuits, in %.</summary>
    internal double[] MeanAccuracy { get; }

    /// <summary>Validation error of each epoch: mean square over outputs, pictures and circuits.</summary>
    internal double[] MeanError { get; }

    /// <summary>The first epoch, from 1, in which each circuit knew all pictures; −1 if none.</summary>
    internal int[] FirstPerfect { get; }

    /// <summary>Of each circuit in the last evaluation, in %.</summary>
    internal double[] Accuracy { get; }

    /// <summary>Of each circuit in the last evaluation: mean square over outputs and pictures.</summary>
    internal double[] Error { get; }

    internal static string NameOf(bool isProspective) => isProspective ? "le" : "original";

    internal static BarsTrainer Create(MicrocircuitBarsSettings settings, bool isProspective, int steps, ulong seed) => settings.Precision == "double"
        ? new BarsTrainer<double>(settings, isProspective, steps, seed)
        : new BarsTrainer<float>(settings, isProspective, steps, seed);

    /// <summary>Learns and tests for an epoch.</summary>
    internal abstract void RunEpoch();

    /// <summary>Tests from rest, in the order of the pictures.</summary>
    internal abstract void Test();

    internal abstract void Save(StateWriter writer);

    internal abstract void Load(StateReader reader);

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed class BarsTrainer<T> : BarsTrainer
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Microcircuit<T> _circuits;
    private readonly RandomStream[] _orders;
    private readonly int[][] _order;
    private readonly MicrocircuitPresentation _learning;
    private readonly MicrocircuitPresentation _testing;

    internal BarsTrainer(MicrocircuitBarsSettings settings, bool isProspective, int steps, ulong seed)
        : base(isProspective, steps, settings.Circuits, settings.Epochs)
    {
        double dt = settings.Circuit.Dt, duration = steps * dt;
        int layers = settings.Circuit.Hidden.Length;
        var description = new MicrocircuitDescription(Bars.PixelCount, settings.Circuit.Hidden, Bars.ClassCount)
        {
            TimeStep = dt,
            IsProspective = isProspective,
            StreamTimeConstant = settings.Circuit.StreamTau,
        };
        _circuits = description.Build<T>(settings.Circuits);
        _circuits.LearningRates = new MicrocircuitLearningRates
        {
            Up = [.. Enumerable.Repeat(settings.Learning.Hidden / duration, layers), settings.Learning.Output / duration],
            ToInterneurons = [.. Enumerable.Repeat(settings.Learning.ToInterneurons / duration, layers)],
            FromInterneurons = [.. Enumerable.Repeat(settings.Learning.FromInterneurons / duration, layers)],
        };
        int readoutLag = (int)Math.Round((settings.ReadoutLag ?? (isProspective ? 0 : ReleasedBars.ReadoutLag(duration))) / dt);
        _learning = new MicrocircuitPresentation(steps) { IsNudged = true, IsPlastic = true, LearningLag = settings.Learning.Lag, ReadoutLag = readoutLag };
        _testing = new MicrocircuitPresentation(steps) { ReadoutLag = readoutLag };
        var orders = new List<RandomStream>();
        for (int lane = 0; lane < settings.Circuits; lane++)
        {
            ulong own = seed + (ulong)lane;
            if (settings.Weights == "published")
                MicrocircuitInitialization.AsPublished(_circuits, lane, new MersenneTwister((uint)own));
            else
                MicrocircuitInitialization.Uniform(_circuits, lane, new RandomStreams(own).Named("weights"));
            orders.Add(new RandomStreams(own).Named("order"));
        }

        _orders = [.. orders];
        _order = [.. Enumerable.Range(0, settings.Circuits).Select(_ => Enumerable.Range(0, Bars.Pictures.Count).ToArray())];
        if (settings.Circuit.Start == "self-predicting")
            _circuits.PredictItself();
    }

    internal override void RunEpoch()
    {
        DrawOrders();
        for (int place = 0; place < Bars.Pictures.Count; place++)
        {
            Show(place);
            _circuits.Present(in _learning);
        }

        DrawOrders();
        Evaluate();
        for (int lane = 0; lane < Accuracy.Length; lane++)
        {
            if (FirstPerfect[lane] < 0 && Accuracy[lane] == 100)
                FirstPerfect[lane] = Epoch + 1;
        }

        MeanAccuracy[Epoch] = Accuracy.Average();
        MeanError[Epoch] = Error.Average();
        Epoch++;
    }

    internal override void Test()
    {
        _circuits.Rest();
        foreach (int[] order in _order)
        {
            for (int place = 0; place < order.Length; place++)
                order[place] = place;
        }

        Evaluate();
    }

    internal override void Save(StateWriter writer)
    {
        string name = $"{Condition}-{Steps}";
        _circuits.Save(writer, $"{name}/circuits");
        writer.Add($"{name}/epoch", Epoch);
        writer.Add<double>($"{name}/mean-accuracy", MeanAccuracy);
        writer.Add<double>($"{name}/mean-error", MeanError);
        writer.Add<int>($"{name}/first-perfect", FirstPerfect);
    }

    internal override void Load(StateReader reader)
    {
        string name = $"{Condition}-{Steps}";
        _circuits.Load(reader, $"{name}/circuits");
        int epoch = reader.ReadValue<int>($"{name}/epoch");
        reader.Read<double>($"{name}/mean-accuracy", MeanAccuracy);
        reader.Read<double>($"{name}/mean-error", MeanError);
        reader.Read<int>($"{name}/first-perfect", FirstPerfect);
        // The streams are at their start: they are brought to where they were by drawing again.
        for (; Epoch < epoch; Epoch++)
        {
            DrawOrders();
            DrawOrders();
        }
    }

    public override void Dispose() => _circuits.Dispose();

    private void DrawOrders()
    {
        for (int lane = 0; lane < _order.Length; lane++)
            _orders[lane].Shuffle(_order[lane].AsSpan());
    }

    private void Show(int place)
    {
        for (int lane = 0; lane < _order.Length; lane++)
        {
            int picture = _order[lane][place];
            double[] pixels = Bars.Pictures[picture];
            for (int pixel = 0; pixel < pixels.Length; pixel++)
                _circuits.Input[pixel, lane] = T.CreateChecked(pixels[pixel]);
            for (int output = 0; output < Bars.ClassCount; output++)
                _circuits.Target[output, lane] = T.CreateChecked(Bars.Target(picture, output));
        }
    }

    private void Evaluate()
    {
        Accuracy.AsSpan().Clear();
        Error.AsSpan().Clear();
        for (int place = 0; place < Bars.Pictures.Count; place++)
        {
            Show(place);
            _circuits.Present(in _testing);
            for (int lane = 0; lane < _order.Length; lane++)
                Judge(lane, _order[lane][place]);
        }

        for (int lane = 0; lane < _order.Length; lane++)
        {
            Accuracy[lane] *= 100.0 / Bars.Pictures.Count;
            Error[lane] /= Bars.Pictures.Count * Bars.ClassCount;
        }
    }

    private void Judge(int lane, int picture)
    {
        int decided = 0;
        for (int output = 0; output < Bars.ClassCount; output++)
        {
            double value = double.CreateChecked(_circuits.Readout[output, lane]), miss = value - Bars.Target(picture, output);
            Error[lane] += miss * miss;
            if (value > double.CreateChecked(_circuits.Readout[decided, lane]))
                decided = output;
        }

        // A circuit that has run away decides nothing.
        if (decided == Bars.Classes[picture] && !double.IsNaN(Error[lane]))
            Accuracy[lane]++;
    }
}
