using System.Runtime.CompilerServices;

namespace Engram.Vision.Tests;

/// <summary>Idle threads of libtorch sleep in the tests too; this must come before the first tensor.</summary>
internal static class Prepared
{
    [ModuleInitializer]
    internal static void Prepare() => Torch.Prepare();
}
