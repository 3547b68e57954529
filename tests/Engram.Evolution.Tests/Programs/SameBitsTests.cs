using System.Numerics;
using Engram.Evolution.Genomes;
using Engram.Evolution.Programs;
using Engram.Numerics;

namespace Engram.Evolution.Tests.Programs;

public class SameBitsTests
{
    [Fact]
    public void Interpreters_of_every_width_equal_the_reference_bit_for_bit()
    {
        foreach (var shape in Samples.Shapes)
        {
            for (ulong seed = 0; seed < 25; seed++)
            {
                var graph = Samples.Random(shape, seed).Decode();
                var program = new Program(graph);
                int lanes = seed % 5 == 0 ? 700 : 21; // several blocks; less than a vector's worth of padding
                using var inputs = Awkward(shape.Inputs, lanes, seed);
                double[,] expected = Reference(graph, inputs);
                foreach (var set in InstructionSets.Available)
                {
                    using var outputs = new LaneMatrix<double>(shape.Outputs, lanes);
                    using var interpreter = new BlockInterpreter<double>(set);
                    interpreter.Run(program, inputs, outputs);
                    AssertSame(expected, outputs);
                    AssertSteps(program, inputs, expected, set);
                }
            }
        }
    }

    [Fact]
    public void Compiled_programs_equal_interpreted_ones_bit_for_bit_at_every_width()
    {
        Assert.True(CompiledProgram<double>.IsSupported);
        AssertCompiled<double>(Samples.Bits);
        AssertCompiled<float>(value => Samples.Bits(value));
    }

    [Fact]
    public void A_program_is_compiled_after_enough_elements_and_goes_on_with_the_same_bits()
    {
        var program = new Program(Samples.Parse("y*(x - w*y)/(1 + x*x)"));
        using var inputs = Samples.Points(3, 500);
        using var first = new LaneMatrix<double>(1, 500);
        using var later = new LaneMatrix<double>(1, 500);
        using var runner = new ProgramRunner<double> { CompileAfter = 1200 };
        var compiled = new List<bool>();
        runner.Run(program, inputs, first);
        for (int i = 0; i < 4; i++)
        {
            runner.Run(program, inputs, later);
            compiled.Add(runner.IsCompiled);
            Assert.Equal(first.Row(0).ToArray(), later.Row(0).ToArray());
        }

        Assert.Equal([false, false, true, true], compiled);
        runner.Run(new Program(Samples.Parse("x")), inputs, later);
        Assert.False(runner.IsCompiled);
        Assert.Equal(inputs.Row(0).ToArray(), later.Row(0).ToArray());
    }

    [Fact]
    public void Functions_of_single_numbers_are_interpreted_for_ever()
    {
        var program = new Program(Samples.Parse("pow(x, y)"));
        Assert.Null(CompiledProgram<double>.TryCompile(program));
        using var runner = new ProgramRunner<double> { CompileAfter = 0 };
        using var inputs = Samples.Points(3, 10);
        using var outputs = new LaneMatrix<double>(1, 10);
        runner.Run(program, inputs, outputs);
        Assert.False(runner.IsCompiled);
        Assert.Equal(Math.Pow(inputs[0, 3], inputs[2, 3]), outputs[0, 3]);
    }

    [Fact]
    public void A_machine_keeps_its_inputs_when_it_takes_a_larger_program()
    {
        using var machine = new StepMachine<double>(3, 5);
        machine.Load(new Program(Samples.Parse("x")));
        unsafe
        {
            machine.Input(0)[4] = 3;
            var large = Samples.Random(new GenomeShape(3, Samples.Vectors, outputs: 30, columns: 500), 1);
            machine.Load(new Program(large.Decode()));
            Assert.Equal(3, machine.Input(0)[4]);
            machine.Load(new Program(Samples.Parse("x*x")));
            machine.Step();
            Assert.Equal(9, machine.Output()[4]);
        }
    }

    [Fact]
    public void Tables_and_programs_that_do_not_fit_are_refused()
    {
        var program = new Program(Samples.Parse("x"));
        using var interpreter = new BlockInterpreter<double>();
        using var two = new LaneMatrix<double>(2, 4);
        using var three = new LaneMatrix<double>(3, 4);
        using var one = new LaneMatrix<double>(1, 4);
        using var longer = new LaneMatrix<double>(1, 5);
        Assert.Throws<ArgumentException>(() => interpreter.Run(program, two, one));
        Assert.Throws<ArgumentException>(() => interpreter.Run(program, three, two));
        Assert.Throws<ArgumentException>(() => interpreter.Run(program, three, longer));
        using var machine = new StepMachine<double>(2, 4);
        Assert.Throws<ArgumentException>(() => machine.Load(program));
    }

    // Zeros of both signs, infinities, NaN, denormals and ordinary numbers.
    private static LaneMatrix<double> Awkward(int rows, int lanes, ulong seed)
    {
        var inputs = Samples.Points(rows, lanes, seed);
        double[] special = [0.0, -0.0, 1, -1, 0.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon, 1e300];
        for (int row = 0; row < rows; row++)
        {
            for (int lane = row; lane < lanes; lane += 2 + row)
                inputs[row, lane] = special[(lane + (3 * row)) % special.Length];
        }

        return inputs;
    }

    private static double[,] Reference(Graph graph, LaneMatrix<double> inputs)
    {
        var expected = new double[graph.Outputs, inputs.Lanes];
        var point = new double[graph.Inputs];
        var outputs = new double[graph.Outputs];
        for (int lane = 0; lane < inputs.Lanes; lane++)
        {
            for (int i = 0; i < point.Length; i++)
                point[i] = inputs[i, lane];
            graph.Evaluate(point, outputs);
            for (int o = 0; o < outputs.Length; o++)
                expected[o, lane] = outputs[o];
        }

        return expected;
    }

    private static void AssertSame(double[,] expected, LaneMatrix<double> outputs)
    {
        for (int o = 0; o < outputs.Rows; o++)
        {
            for (int lane = 0; lane < outputs.Lanes; lane++)
                Assert.True(Samples.Bits(expected[o, lane]) == Samples.Bits(outputs[o, lane]), $"output {o} of lane {lane}: {outputs[o, lane]:R} instead of {expected[o, lane]:R}");
        }
    }

    private static unsafe void AssertSteps(Program program, LaneMatrix<double> inputs, double[,] expected, InstructionSet set)
    {
        foreach (int lanes in (int[])[1, 8, 20, 32, 50])
        {
            if (lanes > inputs.Lanes)
                return;
            using var machine = new StepMachine<double>(program.Inputs, lanes, set);
            machine.Load(program);
            for (int i = 0; i < program.Inputs; i++)
                inputs.Row(i)[..lanes].CopyTo(new Span<double>(machine.Input(i), lanes));
            machine.Step();
            for (int o = 0; o < program.Outputs; o++)
            {
                for (int lane = 0; lane < lanes; lane++)
                    Assert.Equal(Samples.Bits(expected[o, lane]), Samples.Bits(machine.Output(o)[lane]));
            }
        }
    }

    private static void AssertCompiled<T>(Func<T, long> bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = new GenomeShape(3, Samples.Vectors, outputs: 2, columns: 40);
        for (ulong seed = 0; seed < 12; seed++)
        {
            var program = new Program(Samples.Random(shape, seed).Decode());
            using var numbers = Awkward(3, 45, seed);
            using var inputs = new LaneMatrix<T>(3, 45);
            for (int row = 0; row < 3; row++)
            {
                for (int lane = 0; lane < 45; lane++)
                    inputs[row, lane] = T.CreateTruncating(numbers[row, lane]);
            }

            using var expected = new LaneMatrix<T>(2, 45);
            using var interpreter = new BlockInterpreter<T>(InstructionSet.Scalar);
            interpreter.Run(program, inputs, expected);
            foreach (var set in InstructionSets.Available)
            {
                using var outputs = new LaneMatrix<T>(2, 45);
                var compiled = CompiledProgram<T>.TryCompile(program, set);
                Assert.NotNull(compiled);
                compiled.Run(inputs, outputs);
                for (int o = 0; o < 2; o++)
                    Assert.Equal(expected.Row(o).ToArray().Select(bits), outputs.Row(o).ToArray().Select(bits));
            }
        }
    }
}
