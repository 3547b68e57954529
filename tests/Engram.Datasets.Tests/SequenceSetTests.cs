namespace Engram.Datasets.Tests;

public sealed class SequenceSetTests
{
    [Fact]
    public void A_sample_is_its_part_of_the_values()
    {
        var set = new SequenceSet([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 1], channels: 2, steps: 3, classCount: 3);
        Assert.Equal([7.0, 8, 9, 10, 11, 12], set.Sample(1).ToArray());
        Assert.Equal([0, 2, 0], set.ClassCounts());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Sample(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Sample(-1));
    }

    [Fact]
    public void A_set_does_not_follow_the_arrays_it_was_made_from()
    {
        double[] values = [1.0];
        int[] labels = [0];
        var set = new SequenceSet(values.AsSpan(), labels.AsSpan(), 1, 1, 1);
        (values[0], labels[0]) = (2.0, 7);
        Assert.Equal((1.0, 0), (set.Sample(0)[0], set.Labels[0]));
    }

    [Fact]
    public void What_is_no_set_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SequenceSet([1.0, 2.0, 3.0], [0, 0], 1, 1, 1));
        Assert.Throws<ArgumentException>(() => new SequenceSet([double.NaN], [0], 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceSet([1.0], [1], 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceSet([1.0], [-1], 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceSet([], [], 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceSet([], [], 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceSet([], [], 1, 1, 0));
    }
}
