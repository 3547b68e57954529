namespace Engram.Lab.Experiments;

/// <summary>
/// A named recipe: typed settings with presets, the code that runs it, the published result that it answers to, and the figures that it
/// draws. Derive from <see cref="Experiment{TSettings}"/>; <c>docs/extend.md</c> adds one from start to finish.
/// </summary>
public abstract class Experiment
{
    /// <summary>The name typed at the command, in kebab case.</summary>
    public abstract string Name { get; }

    /// <summary>The paper, as an author would cite it in a sentence: <c>Ellenberger et al. 2025</c>.</summary>
    public abstract string Paper { get; }

    /// <summary>One line: what is learned, by what.</summary>
    public abstract string Summary { get; }

    /// <summary>A paragraph or two for <c>engram show</c>: what happens, what to look for. The summary if there is no more to say.</summary>
    public virtual string Description => Summary;

    /// <summary>The published numbers, the ones this experiment answers to first; empty where there are none.</summary>
    public virtual IReadOnlyList<PublishedResult> Published => [];

    /// <summary>The preset names, <c>paper</c> first; every experiment has <c>paper</c> and <c>quick</c>.</summary>
    public virtual IReadOnlyList<string> Presets => ["paper", "quick"];

    /// <summary>The seeds of the published runs, in their order; empty where none are known.</summary>
    public virtual IReadOnlyList<ulong> PublishedSeeds(object settings) => [];

    /// <summary>The name of the summary value that says how well a run did; it heads tables.</summary>
    public abstract string HeadlineMetric { get; }

    /// <summary>The type of the settings record: a class with a parameterless constructor and settable properties.</summary>
    public abstract Type SettingsType { get; }

    /// <summary>The settings of a preset, before a file or the command line changes them.</summary>
    /// <param name="preset">One of <see cref="Presets"/>.</param>
    public abstract object Preset(string preset);

    /// <summary>Checks what no single setting can say (for instance dt &lt;= tau) and fills in what follows from other settings.</summary>
    /// <param name="settings">The settings, of type <see cref="SettingsType"/>; changed in place.</param>
    /// <exception cref="UsageException">The settings do not fit together; the message names the keys.</exception>
    public abstract void Resolve(object settings);

    /// <summary>The published results that a run with these settings answers to, best match first; empty if none compares.</summary>
    public abstract IReadOnlyList<PublishedResult> ComparableTo(object settings);

    /// <summary>Runs, or goes on from the context's checkpoint, to the end.</summary>
    /// <param name="settings">Resolved settings.</param>
    /// <param name="context">The run's folder, seed, log, checkpoints and progress.</param>
    /// <returns>The summary: named values in the order in which they are to be shown.</returns>
    /// <exception cref="OperationCanceledException">The user asked to stop; a checkpoint has been written.</exception>
    public abstract IReadOnlyList<SummaryValue> Run(object settings, IRunContext context);

    /// <summary>What a finished run found, in words: an evolved rule, say. The command shows it below the numbers.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <returns>Lines of a name and a text; empty, as for most, where numbers say it all.</returns>
    public virtual IReadOnlyList<Finding> Findings(string runFolder) => [];

    /// <summary>Draws the figure of several runs of this experiment together (learning curves of all seeds, mean, published).</summary>
    /// <param name="settings">The settings that the runs share.</param>
    /// <param name="runFolders">The folders of finished runs.</param>
    /// <param name="figureFolder">Where PNG and SVG go.</param>
    /// <returns>The files written.</returns>
    public virtual IReadOnlyList<string> DrawGroup(object settings, IReadOnlyList<string> runFolders, string figureFolder) => [];

    /// <summary>
    /// Draws the figures of a sweep. Unless it is overridden: <see cref="HeadlineMetric"/> of each condition, mean ± standard deviation and
    /// every seed, as a curve where one numeric setting varies and side by side otherwise. Called while the sweep goes on too, so it must
    /// do with what is finished.
    /// </summary>
    /// <param name="conditions">The conditions that have finished runs, in their order.</param>
    /// <param name="figureFolder">Where PNG and SVG go.</param>
    /// <returns>The files written.</returns>
    public virtual IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder) =>
        SweepFigures.OfMetric(this, HeadlineMetric, conditions).Save(Path.Combine(figureFolder, HeadlineMetric.Replace('_', '-')));
}

/// <summary>An experiment with settings of one type.</summary>
/// <typeparam name="TSettings">The settings: properties marked with <see cref="Settings.SettingAttribute"/>, or groups of such.</typeparam>
public abstract class Experiment<TSettings> : Experiment
    where TSettings : class, new()
{
    /// <inheritdoc/>
    public sealed override Type SettingsType => typeof(TSettings);

    /// <inheritdoc/>
    public sealed override object Preset(string preset) => CreatePreset(preset);

    /// <inheritdoc/>
    public sealed override void Resolve(object settings) => Resolve((TSettings)settings);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<PublishedResult> ComparableTo(object settings) => ComparableTo((TSettings)settings);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ulong> PublishedSeeds(object settings) => PublishedSeeds((TSettings)settings);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<SummaryValue> Run(object settings, IRunContext context) => Run((TSettings)settings, context);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> DrawGroup(object settings, IReadOnlyList<string> runFolders, string figureFolder) =>
        DrawGroup((TSettings)settings, runFolders, figureFolder);

    /// <inheritdoc cref="Experiment.Preset"/>
    protected abstract TSettings CreatePreset(string preset);

    /// <inheritdoc cref="Experiment.Resolve"/>
    protected virtual void Resolve(TSettings settings)
    {
    }

    /// <inheritdoc cref="Experiment.ComparableTo"/>
    protected virtual IReadOnlyList<PublishedResult> ComparableTo(TSettings settings) => [];

    /// <inheritdoc cref="Experiment.PublishedSeeds"/>
    protected virtual IReadOnlyList<ulong> PublishedSeeds(TSettings settings) => [];

    /// <inheritdoc cref="Experiment.Run"/>
    protected abstract IReadOnlyList<SummaryValue> Run(TSettings settings, IRunContext context);

    /// <inheritdoc cref="Experiment.DrawGroup"/>
    protected virtual IReadOnlyList<string> DrawGroup(TSettings settings, IReadOnlyList<string> runFolders, string figureFolder) => [];
}
