using System.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Numerics.Tests;

/// <summary>The tables around a connection, with random rates and errors and NaN in all padding.</summary>
internal sealed class ConnectionRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Connection<T> _connection;

    internal ConnectionRun(Connection<T> connection, int lanes, ulong seed)
    {
        _connection = connection;
        Rates = Random(connection.Below.Count, lanes, seed, "rates");
        Errors = Random(connection.Above.Count, lanes, seed, "errors");
        Drive = new LaneMatrix<T>(connection.Above.Count, lanes);
        Sent = new LaneMatrix<T>(connection.Below.Count, lanes);
        Gradient = new LaneMatrix<T>(connection.Parameters.Rows, connection.Parameters.Lanes);
        Scratch = new AlignedBuffer<T>(connection.ScratchLength(lanes));
        Scale = -T.One / T.CreateChecked(lanes);
        foreach (LaneMatrix<T> written in new[] { Drive, Sent, Gradient })
            written.Storage().Fill(T.NaN);
        Scratch.Span.Fill(T.NaN);
    }

    internal LaneMatrix<T> Rates { get; }

    internal LaneMatrix<T> Errors { get; }

    internal LaneMatrix<T> Drive { get; }

    internal LaneMatrix<T> Sent { get; }

    internal LaneMatrix<T> Gradient { get; }

    internal AlignedBuffer<T> Scratch { get; }

    internal T Scale { get; }

    internal static LaneMatrix<T> Random(int rows, int lanes, ulong seed, string name)
    {
        var table = new LaneMatrix<T>(rows, lanes);
        table.Storage().Fill(T.NaN);
        FillRandom(table, seed, name);
        return table;
    }

    internal static void FillRandom(LaneMatrix<T> table, ulong seed, string name)
    {
        RandomStream stream = new RandomStreams(seed).Named(name);
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (ref T value in table.Row(row))
                value = T.CreateChecked(stream.NextUniform(-1, 1));
        }
    }

    /// <summary>All three products, their units in stretches of random length and in reverse order.</summary>
    internal void RunSplit(ulong seed)
    {
        var random = new Random((int)(seed & 0xffffff));
        Split(_connection.DriveUnits, random, (first, count) => _connection.Drive(Rates, Drive, first, count, Scratch));
        Split(_connection.TransportUnits, random, (first, count) => _connection.Transport(Errors, Sent, first, count, Scratch));
        Split(_connection.GradientUnits, random, (first, count) => _connection.Gradient(Errors, Rates, Scale, Gradient, first, count, Scratch));
    }

    internal void AssertSame(ConnectionRun<T> expected, string what)
    {
        AssertSame(expected.Drive, Drive, $"drive, {what}");
        AssertSame(expected.Sent, Sent, $"transport, {what}");
        AssertSame(expected.Gradient, Gradient, $"gradient, {what}");
    }

    public void Dispose()
    {
        foreach (LaneMatrix<T> table in new[] { Rates, Errors, Drive, Sent, Gradient })
            table.Dispose();
        Scratch.Dispose();
    }

    private static void Split(int units, Random random, Action<int, int> run)
    {
        for (int end = units; end > 0;)
        {
            int count = Math.Min(end, random.Next(1, 12));
            end -= count;
            run(end, count);
        }
    }

    private static void AssertSame(LaneMatrix<T> expected, LaneMatrix<T> actual, string what)
    {
        for (int row = 0; row < expected.Rows; row++)
        {
            if (System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected.Row(row)).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(actual.Row(row))))
                continue;
            for (int lane = 0; lane < expected.Lanes; lane++)
                Assert.True(expected[row, lane].Equals(actual[row, lane]), $"{what}: [{row}, {lane}] is {actual[row, lane]:R} instead of {expected[row, lane]:R}");
            Assert.Fail($"{what}: row {row} differs in the sign of a zero");
        }
    }
}
