using Engram.Lab.Runs;

namespace Engram.Lab.Tests.Le;

/// <summary>What cannot be is refused in words that name the key, before anything is learned, and as far as settings tell before anything starts.</summary>
public sealed class ClassifierRefusalTests : IDisposable
{
    private readonly EquilibriumBench _bench = new();

    [Theory]
    [InlineData("le-mnist", "training.batch is 512, but data.train leaves only 100", "data.train=100")]
    [InlineData("le-mnist", "training.batch is 64, but data.test leaves only 32", "data.test=32", "training.batch=64")]
    [InlineData("le-time-constants", "batch is 512, but data.test leaves only 100", "data.test=100")]
    [InlineData("le-mnist", "factors has 2 numbers, but 3 are needed: one for each hidden layer and one for the output", "factors=1,0.1")]
    [InlineData("le-mnist", "factors has 3 numbers, but 2 are needed", "hidden=[10]")]
    [InlineData("le-higgs", "factors has 3 numbers", "factors=1,0.2,0.1")]
    [InlineData("le-noise", "factors has 4 numbers", "factors=1,1,1,1")]
    [InlineData("le-mnist-conv", "factors has 4 numbers, but 5 are needed: one for each convolution, one for the dense layer", "filters=8,8,8")]
    [InlineData("le-mnist", "neurons.dt is 30", "neurons.dt=30")]
    [InlineData("le-mnist", "neurons.tau-membrane = 0.005", "neurons.tau-membrane=0.005")]
    [InlineData("le-higgs", "neurons.dt is 11", "neurons.dt=11")]
    [InlineData("le-heterogeneity", "neurons.dt is 21", "neurons.dt=21")]
    [InlineData("le-noise", "tau-synaptic = 0.01", "tau-synaptic=0.01")]
    [InlineData("le-fourier", "dt is 1", "dt=1", "tau=0.5")]
    [InlineData("le-two-neurons", "dt is 11", "dt=11")]
    [InlineData("le-mnist-conv", "Layer 0 (convolution): a kernel of 29x29 does not fit into an image of 28x28", "kernel=29")]
    [InlineData("le-mnist-conv", "Layer 1 (max pool): an image of 25x25 cannot be cut into squares of 2x2", "kernel=4")]
    [InlineData("le-cifar10", "Layer 2 (convolution): a kernel of 17x17 does not fit into an image of 8x8", "kernel=17")]
    [InlineData("le-cifar10", "Layer 1 (max pool): an image of 29x29", "kernel=4", "condition=backpropagation")]
    [InlineData("le-cifar10", "le-cifar10 learns other data", "data.set=fashion-mnist")]
    [InlineData("le-higgs", "le-higgs learns other data", "data.set=fashion-mnist")]
    public void What_settings_tell_is_refused_before_anything_starts(string experiment, string words, params string[] settings)
    {
        Assert.Contains(words, Assert.Throws<UsageException>(() => _bench.Run(experiment, settings)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Runs));
    }

    [Theory]
    [InlineData("le-mnist", "MNIST is not there", "engram data fetch mnist")]
    [InlineData("le-mnist", "Fashion", "engram data fetch fashion-mnist", "data.set=fashion-mnist")]
    [InlineData("le-mnist-conv", "MNIST is not there", "engram data fetch mnist")]
    [InlineData("le-time-constants", "MNIST is not there", "engram data fetch mnist")]
    [InlineData("le-cifar10", "CIFAR-10 is not there", "engram data fetch cifar10")]
    [InlineData("le-higgs", "HIGGS is not there", "engram data fetch higgs")]
    public void Data_that_are_not_there_are_named_with_where_they_were_looked_for_and_how_to_get_them(
        string experiment, string what, string remedy, params string[] settings)
    {
        (string message, RunInformation run) = _bench.Refused(experiment, settings);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains(what, message);
        Assert.Contains(Path.Combine(_bench.Runs, "no-data"), message);
        Assert.Contains(remedy, message);
        Assert.Contains("data.set=built-in", message);
        Assert.False(File.Exists(Path.Combine(run.Folder, "metrics.csv")));
    }

    [Theory]
    [InlineData("le-higgs", "training.batch is 128, but there are only 52 validation samples", "data.set=built-in", "data.train=1000", "training.batch=128")]
    [InlineData("le-mnist", "training.batch is 3000, but there are only 2000 validation samples", "data.set=built-in", "training.batch=3000")]
    [InlineData("le-time-constants", "batch is 3000, but there are only 2000 validation", "data.set=built-in", "batch=3000")]
    public void Too_few_samples_are_counted_before_anything_is_learned(string experiment, string words, params string[] settings)
    {
        (string message, RunInformation run) = _bench.Refused(experiment, settings);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains(words, message);
        Assert.False(File.Exists(Path.Combine(run.Folder, "metrics.csv")));
    }

    [Theory]
    [InlineData("le-mnist", "training.epochs", "199")]
    [InlineData("le-mnist", "training.batch", "128", "condition=backpropagation")]
    [InlineData("le-mnist", "neurons.steps", "200", "condition=no-prospective")]
    [InlineData("le-mnist", "neurons.tau-prospective", "0", "condition=no-prospective")]
    [InlineData("le-mnist", "neurons.tau-prospective", "200", "condition=slow")]
    [InlineData("le-mnist", "training.batch", "512", "condition=backpropagation", "training.batch=512")]
    [InlineData("le-mnist-conv", "training.epochs", "99")]
    [InlineData("le-mnist-conv", "training.batch", "128", "condition=backpropagation")]
    [InlineData("le-mnist-conv", "training.batch", "512", "condition=backpropagation", "training.batch=512")]
    [InlineData("le-mnist-conv", "neurons.steps", "100", "neurons.steps=auto")]
    [InlineData("le-cifar10", "training.epochs", "100", "training.epochs=auto")]
    [InlineData("le-higgs", "neurons.tau-prospective", "40", "neurons.tau-membrane=40")]
    [InlineData("le-higgs", "training.shuffle", "true", "training.shuffle=auto")]
    [InlineData("le-noise", "neurons.dt", "0.05", "neurons.dt=auto")]
    [InlineData("le-heterogeneity", "spread", "0.01", "condition=prospective-errors")]
    public void What_is_left_open_follows_from_the_condition_and_what_is_given_stays(string experiment, string key, string value, params string[] settings)
    {
        // The data are not there, so that nothing runs; the record of the run says what was decided.
        (_, RunInformation run) = _bench.Refused(experiment, settings);
        Assert.Equal(value, Recorded(run, key));
    }

    public void Dispose() => _bench.Dispose();

    private static string Recorded(RunInformation run, string key) => run.Settings.Single(setting => setting.Key == key).Value;
}
