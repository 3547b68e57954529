namespace Engram.Delaunay.Imaging;

/// <summary>A file that gives no picture, and why.</summary>
public sealed class ImageException : IOException
{
    /// <summary>Makes an exception with a general message; prefer the one with a reason.</summary>
    public ImageException()
        : this(ImageFault.Damaged, "A picture could not be read.")
    {
    }

    /// <summary>Makes an exception for damage.</summary>
    /// <param name="message">The whole message.</param>
    public ImageException(string message)
        : this(ImageFault.Damaged, message)
    {
    }

    /// <summary>Makes an exception for damage with its cause.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public ImageException(string message, Exception innerException)
        : base(message, innerException) => Fault = ImageFault.Damaged;

    /// <summary>Makes an exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">The whole message: which picture, what was found, what to do.</param>
    public ImageException(ImageFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>Why.</summary>
    public ImageFault Fault { get; }
}
