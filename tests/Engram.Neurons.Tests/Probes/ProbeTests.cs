using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Engram.Numerics;

namespace Engram.Neurons.Tests.Probes;

public sealed partial class ProbeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engram-probe-").FullName;

    public static TheoryData<NeuronVariable> Variables => [.. Enum.GetValues<NeuronVariable>()];

    [Theory]
    [MemberData(nameof(Variables))]
    public void A_probe_records_what_the_network_shows_after_every_step(NeuronVariable variable)
    {
        Check<float>(variable, "<f4");
        Check<double>(variable, "<f8");
    }

    [Fact]
    public void Stride_window_and_choice_say_what_is_recorded_and_in_which_order()
    {
        using Network<double> network = Samples.Mixed([2, 5, 3]).Build<double>(lanes: 4, seed: 1);
        string path = Path.Combine(_folder, "chosen.npy");
        var expected = new List<double>();
        using (Probe<double> probe = Probe<double>.Attach(
            network, new ProbeDescription(0, NeuronVariable.Rate) { Neurons = [4, 1], Lanes = [3, 0, 3], Stride = 3, From = 5, Until = 15 }, path))
        {
            for (int step = 0; step < 20; step++)
            {
                Samples.SetInput(network, step);
                network.Step();
                if (step is not (5 or 8 or 11 or 14))
                    continue;
                foreach (int neuron in (int[])[4, 1])
                {
                    foreach (int lane in (int[])[3, 0, 3])
                        expected.Add(network.Layers[0].Variable(NeuronVariable.Rate)[neuron, lane]);
                }
            }

            Assert.Equal(4, probe.RecordCount);
        }

        (string type, int[] shape, double[] values) = Read<double>(path);
        Assert.Equal("<f8", type);
        Assert.Equal([4, 2, 3], shape);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void A_file_is_whole_after_a_flush_although_the_probe_goes_on()
    {
        using Network<float> network = Samples.Mixed([1, 3, 2]).Build<float>(lanes: 2, seed: 1);
        string path = Path.Combine(_folder, "growing.npy");
        using Probe<float> probe = Probe<float>.Attach(network, new ProbeDescription(1, NeuronVariable.Membrane), path);
        for (int round = 1; round <= 3; round++)
        {
            for (int step = 0; step < 7; step++)
                network.Step();
            probe.Flush();
            (_, int[] shape, float[] values) = Read<float>(path);
            Assert.Equal([7 * round, 2, 2], shape);
            Assert.Equal(7 * round * 4, values.Length);
        }
    }

    [Fact]
    public void A_step_that_is_watched_allocates_nothing_however_long_the_recording_gets()
    {
        using Network<float> network = Samples.Mixed([1, 20, 5]).Build<float>(lanes: 16, seed: 1);
        using Probe<float> probe = Probe<float>.Attach(network, new ProbeDescription(0, NeuronVariable.Rate), Path.Combine(_folder, "long.npy"));
        // 1,280 bytes a record and 64 KiB of room: a thousand steps write the file twenty times.
        for (int step = 0; step < 200; step++)
            network.Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 1000; step++)
            network.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Learning_gives_the_same_bits_whether_it_is_watched_or_not()
    {
        Assert.Equal(Learned(watched: false), Learned(watched: true));

        float[] Learned(bool watched)
        {
            using Network<float> network = Samples.Mixed([1, 7, 3]).Build<float>(lanes: 5, seed: 3);
            using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(1e-2));
            using Probe<float>? probe = watched
                ? Probe<float>.Attach(network, new ProbeDescription(0, NeuronVariable.Prospective), Path.Combine(_folder, "watched.npy"))
                : null;
            using LaneMatrix<float> sequence = Samples.Sequence<float>(1, 5, 50);
            learner.Present(sequence);
            return network.Layers[0].Parameters.Storage().ToArray();
        }
    }

    [Fact]
    public void What_the_network_does_not_have_is_refused_by_name()
    {
        using Network<float> network = Samples.Mixed([1, 3, 2]).Build<float>(lanes: 2, seed: 1);
        string path = Path.Combine(_folder, "refused.npy");
        Refuses(new ProbeDescription(2, NeuronVariable.Rate), "layer 2", "0 to 1");
        Refuses(new ProbeDescription(0, NeuronVariable.Rate) { Neurons = [0, 3] }, "neuron 3", "0 to 2");
        Refuses(new ProbeDescription(0, NeuronVariable.SentError) { Neurons = [1] }, "neuron 1", "0 to 0");
        Refuses(new ProbeDescription(0, NeuronVariable.Rate) { Lanes = [-1] }, "lane -1", "0 to 1");
        Refuses(new ProbeDescription(0, NeuronVariable.Rate) { Stride = 0 }, "stride is 0");
        Refuses(new ProbeDescription(0, NeuronVariable.Rate) { From = 5, Until = 4 }, "step 5", "step 4");
        Assert.False(File.Exists(path));

        void Refuses(ProbeDescription description, params string[] words)
        {
            string message = Assert.Throws<ArgumentException>(() => Probe<float>.Attach(network, description, path)).Message;
            Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_change_of_lanes_under_a_probe_is_refused()
    {
        using Network<float> network = Samples.Mixed([1, 3, 2]).Build<float>(lanes: 2, seed: 1);
        using Probe<float> probe = Probe<float>.Attach(network, new ProbeDescription(0, NeuronVariable.Rate), Path.Combine(_folder, "lanes.npy"));
        network.Resize(3);
        Assert.Throws<InvalidOperationException>(network.Step);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Check<T>(NeuronVariable variable, string expectedType)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Network<T> network = Samples.Mixed([2, 5, 3]).Build<T>(lanes: 3, seed: 1);
        using var learner = new OnlineLearner<T>(network, Loss.MeanSquared, new Adam(1e-3));
        string path = Path.Combine(_folder, $"{variable}{expectedType[1..]}.npy");
        var expected = new List<T>();
        int rows = 0;
        using (Probe<T>.Attach(network, new ProbeDescription(1, variable), path))
        {
            for (int step = 0; step < 12; step++)
            {
                Samples.SetInput(network, step);
                learner.Step();
                LaneMatrix<T> values = network.Layers[1].Variable(variable);
                rows = values.Rows;
                for (int row = 0; row < values.Rows; row++)
                    expected.AddRange(values.Row(row));
            }
        }

        (string type, int[] shape, T[] recorded) = Read<T>(path);
        Assert.Equal(expectedType, type);
        Assert.Equal([12, rows, 3], shape);
        Assert.Equal(expected, recorded);
        Assert.Contains(recorded, value => value != T.Zero);
    }

    private static (string Type, int[] Shape, T[] Values) Read<T>(string path)
        where T : unmanaged
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        Assert.Equal((byte)'\n', bytes[start - 1]);
        Match header = Header().Match(Encoding.ASCII.GetString(bytes, 10, start - 10));
        Assert.True(header.Success);
        int[] shape = [.. header.Groups[2].Value.Split(',').Select(int.Parse)];
        return (header.Groups[1].Value, shape, MemoryMarshal.Cast<byte, T>(bytes.AsSpan(start)).ToArray());
    }

    [GeneratedRegex(@"^\{'descr': '(<f\d)', 'fortran_order': False, 'shape': \(([\d, ]+)\), \} *\n$", RegexOptions.None, 1000)]
    private static partial Regex Header();
}
