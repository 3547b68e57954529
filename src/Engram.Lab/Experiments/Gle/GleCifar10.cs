using Engram.Lab.Experiments.Le;

namespace Engram.Lab.Experiments.Gle;

/// <summary>
/// CIFAR-10, the purely spatial case of Generalized Latent Equilibrium (Ellenberger et al., Figs. 9d and 10g; specification 3.8): with instantaneous
/// neurons the method is Latent Equilibrium. The article's network is not known here; that of Haider et al. stands in for it.
/// </summary>
public sealed class GleCifar10 : LeCifar10
{
    /// <inheritdoc/>
    public override string Name => "gle-cifar10";

    /// <inheritdoc/>
    public override string Paper => PublishedMnist1D.Paper;

    /// <inheritdoc/>
    public override string Summary => "The spatial case of Generalized Latent Equilibrium: photographs, with neurons that answer at once";

    /// <inheritdoc/>
    public override string Description =>
        """
        Where all neurons are instantaneous (τr = τm), Generalized Latent Equilibrium is Latent Equilibrium. The network, hyperparameters and accuracy
        of the article are not in its published code and are not known here, so this is the experiment le-cifar10 under the other paper's name: the
        network of Haider et al. 2021, with its published numbers beside it. Nothing is claimed about the article's.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published =>
        [.. base.Published.Select(static result => result with { Note = "the substitute's: Haider et al. 2021; the number of Ellenberger et al. is not known here" })];
}
