using CsCheck;

namespace Engram.Neurons.Tests.Learning;

public class ScheduleTests
{
    [Fact]
    public void A_loss_that_never_improves_halves_the_rate_after_every_third_epoch_down_to_the_published_floor()
    {
        var schedule = new PlateauSchedule(patience: 2, factor: 0.5);
        double rate = schedule.Next(1.0, 1e-3);
        var rates = new List<double>();
        for (int epoch = 0; epoch < 150; epoch++)
            rates.Add(rate = schedule.Next(1.0, rate));
        Assert.Equal([1e-3, 1e-3, 5e-4, 5e-4, 5e-4, 2.5e-4], rates.Take(6));
        Assert.Equal(1e-3 / Math.Pow(2, 16), rates[^1], tolerance: 1e-20);
    }

    [Fact]
    public void An_improvement_by_less_than_a_ten_thousandth_is_none()
    {
        var schedule = new PlateauSchedule(patience: 0, factor: 0.5);
        schedule.Next(1.0, 1);
        Assert.Equal(0.5, schedule.Next(0.99991, 1));
        Assert.Equal(1, schedule.Next(0.99989, 1));
    }

    [Fact]
    public void The_best_loss_outlives_a_reduction_but_the_count_of_bad_epochs_does_not()
    {
        var schedule = new PlateauSchedule(patience: 1, factor: 0.5);
        schedule.Next(1.0, 1);
        Assert.Equal([1, 0.5, 1, 0.5], new[] { 2.0, 2.0, 1.5, 1.5 }.Select(loss => schedule.Next(loss, 1)));
    }

    [Fact]
    public void Not_a_number_counts_as_no_improvement()
    {
        var schedule = new PlateauSchedule(patience: 0, factor: 0.5);
        Assert.Equal(0.5, schedule.Next(double.NaN, 1));
        Assert.Equal(1, schedule.Next(1.0, 1));
    }

    [Fact]
    public void A_step_schedule_multiplies_by_its_factor_once_every_so_many_epochs() =>
        Gen.Select(Gen.Int[1, 10], Gen.Int[0, 100], Gen.Double[0.1, 0.99]).Sample((every, epoch, factor) =>
            Math.Abs(new StepSchedule(every, factor).At(2, epoch) - (2 * Math.Pow(factor, epoch / every))) <= 1e-12);
}
