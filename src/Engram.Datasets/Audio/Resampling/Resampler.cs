using Engram.Numerics.Simd;

namespace Engram.Datasets;

/// <summary>
/// Changes the rate of a sound by a ratio of whole numbers L / M: a sinc under Kaiser's window, in polyphase form. Piece by piece it gives
/// the same bits as at once, however the pieces are cut.
/// </summary>
/// <remarks>
/// <para>
/// y[n] = Σₖ x[k] h(n M / L − k), with h(τ) = sinc(2 c τ) w(τ) scaled so that a constant stays that constant. With f the lower of the two
/// Nyquist frequencies, what lies below 0.9 f passes within 0.01 dB, and what lies above f is held down by 80 dB; c is in the middle. The
/// delay of the filter is taken out: output n lies at the same time as input n M / L. Before its start and after its end the sound is taken
/// to be silent. N inputs give ⌈N L / M⌉ outputs. With equal rates the output is the input.
/// </para>
/// <para>Nothing is allocated after construction. Not safe for use by several threads at once.</para>
/// </remarks>
public sealed class Resampler
{
    private const int Block = 4096;

    private readonly int _up;
    private readonly int _down;
    private readonly PolyphaseBank? _bank;
    private readonly float[] _held;
    private int _count;
    private long _received;
    private long _given;
    private ResamplePlace _place;

    /// <summary>Designs the filter for two rates.</summary>
    /// <param name="inputRate">Samples a second before (Hz); 1 or more.</param>
    /// <param name="outputRate">Samples a second after (Hz); 1 or more.</param>
    /// <exception cref="ArgumentException">The ratio of the rates needs more than 16 million weights (44100 to 48000 needs 18 thousand).</exception>
    public Resampler(int inputRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, 1);
        var divisor = GreatestCommonDivisor(inputRate, outputRate);
        (InputRate, OutputRate, _up, _down) = (inputRate, outputRate, outputRate / divisor, inputRate / divisor);
        if (_up == _down)
        {
            _held = [];
            return;
        }

        _bank = new PolyphaseBank(_up, _down);
        _held = new float[_bank.RowLength + Block];
        Reset();
    }

    /// <summary>Samples a second before (Hz).</summary>
    public int InputRate { get; }

    /// <summary>Samples a second after (Hz).</summary>
    public int OutputRate { get; }

    /// <summary>How many inputs an output waits for that come after it: the delay of the stream, 0 with equal rates.</summary>
    public int Lookahead => _bank?.Half ?? 0;

    /// <summary>How many outputs <see cref="Finish"/> gives at most.</summary>
    public int MostAtEnd => (int)OutputCount(Lookahead);

    /// <summary>How many outputs so many inputs give in all; also the most that one <see cref="Push"/> of so many gives.</summary>
    /// <param name="inputs">How many inputs; 0 or more.</param>
    public long OutputCount(long inputs) => (long)(((Int128)inputs * _up + _down - 1) / _down);

    /// <summary>Resamples a whole sound.</summary>
    /// <param name="sound">Finite samples.</param>
    /// <param name="inputRate">Samples a second before (Hz).</param>
    /// <param name="outputRate">Samples a second after (Hz).</param>
    /// <exception cref="ArgumentException">The ratio of the rates needs more than 16 million weights.</exception>
    public static float[] Resample(ReadOnlySpan<float> sound, int inputRate, int outputRate) => new Resampler(inputRate, outputRate).Resample(sound);

    /// <summary>Resamples a whole sound; what was pushed before is forgotten.</summary>
    /// <param name="sound">Finite samples.</param>
    /// <returns>A new array of <see cref="OutputCount"/> samples.</returns>
    public float[] Resample(ReadOnlySpan<float> sound)
    {
        Reset();
        var result = new float[OutputCount(sound.Length)];
        var given = Push(sound, result);
        given += Finish(result.AsSpan(given));
        return result;
    }

    /// <summary>Takes the next piece of a sound.</summary>
    /// <param name="input">Finite samples.</param>
    /// <param name="output">Takes what can be given by now; room for <see cref="OutputCount"/> of the inputs is always enough.</param>
    /// <returns>How many outputs were given.</returns>
    /// <exception cref="ArgumentException">There is not enough room; nothing was taken.</exception>
    public int Push(ReadOnlySpan<float> input, Span<float> output)
    {
        var ready = _bank is null ? input.Length : Math.Max(_given, OutputCount(_received + input.Length - _bank.Half)) - _given;
        if (ready > output.Length)
            throw new ArgumentException($"{ready} outputs are ready; there is room for {output.Length}.", nameof(output));
        if (_bank is null)
        {
            input.CopyTo(output);
            return input.Length;
        }

        _received += input.Length;
        return Run(_bank, input, output, (int)ready);
    }

    /// <summary>Gives the outputs that waited for inputs after the end, and makes ready for another sound.</summary>
    /// <param name="output">Takes them; room for <see cref="MostAtEnd"/> is always enough.</param>
    /// <returns>How many outputs were given.</returns>
    /// <exception cref="ArgumentException">There is not enough room; nothing was given.</exception>
    public int Finish(Span<float> output)
    {
        if (_bank is null)
            return 0;
        var left = OutputCount(_received) - _given;
        if (left > output.Length)
            throw new ArgumentException($"{left} outputs are left; there is room for {output.Length}.", nameof(output));
        var silence = _bank.Half;
        var given = 0;
        Span<float> zeros = stackalloc float[64];
        zeros.Clear();
        while (given < left)
        {
            var part = Math.Min(silence, zeros.Length);
            silence -= part;
            _received += part;
            var ready = (int)Math.Clamp(OutputCount(_received - _bank.Half) - _given, 0, left - given);
            given += Run(_bank, zeros[..part], output[given..], ready);
        }

        Reset();
        return given;
    }

    /// <summary>Forgets what was pushed.</summary>
    public void Reset()
    {
        if (_bank is null)
            return;
        // The first output depends on silence before the first input.
        _held.AsSpan().Clear();
        _count = _bank.Half - 1;
        (_received, _given, _place) = (0, 0, default);
    }

    /// <summary>Moves inputs into the window block by block and makes the outputs that they complete.</summary>
    private unsafe int Run(PolyphaseBank bank, ReadOnlySpan<float> input, Span<float> output, int total)
    {
        var done = 0;
        do
        {
            // What lies before the next output's inputs is not needed any more.
            var passed = (int)Math.Min(_place.Input, _count);
            _held.AsSpan(passed, _count - passed).CopyTo(_held);
            _count -= passed;
            _place.Input -= passed;

            var skipped = (int)Math.Min(_place.Input, input.Length);
            if (_count == 0 && skipped > 0)
            {
                input = input[skipped..];
                _place.Input -= skipped;
            }

            var part = Math.Min(input.Length, Block);
            part = Math.Min(part, _held.Length - ChainedDot.Chains - _count);
            input[..part].CopyTo(_held.AsSpan(_count));
            _count += part;
            input = input[part..];

            fixed (float* held = _held, weights = bank.Weights, outputs = output[done..])
            {
                var count = Ready(bank, total - done);
                var kernel = new ResampleKernel(held, weights, bank.RowLength, outputs, count, _place, _up, _down);
                VectorKernel.Run<ResampleKernel, float>(ref kernel);
                _place = kernel.Place;
                done += count;
            }
        }
        while (input.Length > 0 || done < total);
        _given += done;
        return done;
    }

    /// <summary>How many outputs have all their inputs in the window.</summary>
    private int Ready(PolyphaseBank bank, int most)
    {
        // Output i from here begins at input place.Input + ⌊(place.Phase + i M) / L⌋ of the window and takes 2 Half of them.
        var room = _count - (2L * bank.Half) - _place.Input;
        return room < 0 ? 0 : (int)Math.Min(most, ((((room + 1) * _up) - _place.Phase - 1) / _down) + 1);
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
