namespace Engram.Datasets;

/// <summary>How one sample is stored; all of them with the least significant byte first.</summary>
public enum SampleFormat
{
    /// <summary>One byte, 0 … 255 with silence at 128. Read as (b − 128) / 2⁷.</summary>
    Pcm8,

    /// <summary>Two bytes, signed. Read as v / 2¹⁵.</summary>
    Pcm16,

    /// <summary>Three bytes, signed. Read as v / 2²³.</summary>
    Pcm24,

    /// <summary>Four bytes, signed. Read as v / 2³¹, rounded to single precision.</summary>
    Pcm32,

    /// <summary>An IEEE 754 number of single precision, read as it is: what is louder than 1 stays so.</summary>
    Float32,

    /// <summary>An IEEE 754 number of double precision, rounded to single precision.</summary>
    Float64,
}
