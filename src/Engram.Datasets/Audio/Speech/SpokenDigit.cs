namespace Engram.Datasets;

/// <summary>One recording of the free spoken digits.</summary>
/// <param name="Name">Its file, such as <c>7_jackson_32.wav</c>.</param>
/// <param name="Digit">The digit that is said, 0 … 9.</param>
/// <param name="Speaker">Who says it.</param>
/// <param name="Index">Which of this speaker's recordings of this digit it is, from 0.</param>
/// <param name="Sound">The recording: one channel of 8000 Hz, trimmed.</param>
public sealed record SpokenDigit(string Name, int Digit, string Speaker, int Index, Waveform Sound);

/// <summary>Spoken digits to learn from, to choose by and to test on; none is in two of them.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose by; may be empty.</param>
/// <param name="Test">To test on.</param>
/// <param name="Preparation">How they were divided, as a phrase for a report.</param>
public sealed record SpokenDigitSplit(
    IReadOnlyList<SpokenDigit> Train, IReadOnlyList<SpokenDigit> Validation, IReadOnlyList<SpokenDigit> Test, string Preparation);
