namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>What does not change in a chain: dt, τr of both neurons, γ, β, and whether errors look ahead.</summary>
internal readonly record struct ChainConstants(double TimeStep, double Prospective, double Gamma, double Beta, bool LooksAhead);

/// <summary>The ratios that a step is made with, from the parameters as they are now.</summary>
internal readonly record struct ChainRatios(
    double FirstWeight, double SecondWeight, double FirstStep, double SecondStep, double FirstLook, double SecondLook, double StepError, double FirstAhead, double SecondAhead)
{
    internal static ChainRatios Of(ChainParameters parameters, in ChainConstants constants) => new(
        parameters.FirstWeight,
        parameters.SecondWeight,
        constants.TimeStep / parameters.FirstTime,
        constants.TimeStep / parameters.SecondTime,
        constants.Prospective / parameters.FirstTime,
        constants.Prospective / parameters.SecondTime,
        constants.LooksAhead ? constants.TimeStep / constants.Prospective : 1,
        constants.LooksAhead ? parameters.FirstTime / constants.Prospective : 1,
        constants.LooksAhead ? parameters.SecondTime / constants.Prospective : 1);
}
