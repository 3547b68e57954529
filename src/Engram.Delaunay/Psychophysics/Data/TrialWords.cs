namespace Engram.Delaunay.Psychophysics;

/// <summary>The words of the files for trial types and agents.</summary>
internal static class TrialWords
{
    internal static string Of(TrialType type) => type switch
    {
        TrialType.Catch => "catch",
        TrialType.Practice => "practice",
        TrialType.Transfer => "transfer",
        TrialType.Study => "study",
        TrialType.Probe => "probe",
        _ => "main",
    };

    internal static string Of(AgentType type) => type switch
    {
        AgentType.Network => "network",
        AgentType.Simulated => "simulated",
        _ => "human",
    };

    internal static TrialType? TryType(string word) => Enum.GetValues<TrialType>().Cast<TrialType?>().FirstOrDefault(type => Of(type!.Value) == word);

    internal static AgentType? TryAgent(string word) => Enum.GetValues<AgentType>().Cast<AgentType?>().FirstOrDefault(type => Of(type!.Value) == word);
}
