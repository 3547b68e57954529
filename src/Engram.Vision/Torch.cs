using System.Runtime.InteropServices;
using Engram.Lab;
using TorchSharp;

namespace Engram.Vision;

/// <summary>How libtorch is begun: what must be in its environment, how many threads, which device.</summary>
internal static partial class Torch
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Has idle threads of libtorch sleep: two that spin on two busy cores cost three times the processor time of one. libtorch reads the
    /// environment of the process when it is loaded, and .NET keeps a copy of its own, so this must come before the first tensor.
    /// </summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        _ = SetEnvironment(WaitPolicy, "PASSIVE", overwrite: 0);
        // It warns of a part that it does without on this processor, once for each convolution.
        _ = SetEnvironment("TORCH_CPP_LOG_LEVEL", "ERROR", overwrite: 0);
    }

    /// <summary>The device of that name, with a number of threads for what runs on the processor.</summary>
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="threads">Threads of libtorch.</param>
    /// <exception cref="UsageException">This libtorch or this machine has no such device.</exception>
    public static torch.Device Device(string name, int threads)
    {
        Prepare();
        torch.set_num_threads(threads);
        if (name == "cpu")
            return torch.CPU;
        return torch.cuda.is_available()
            ? torch.CUDA
            : throw new UsageException(
                "device is cuda, and there is none: libtorch as Engram references it runs on the processor. Set device=cpu, or build engram-vision with a CUDA "
                + "package of libtorch (docs/vision.md says how) on a machine with an NVIDIA card.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
