namespace Engram.Lab.Figures;

/// <summary>The shape of a point; together with the colour it tells series apart, also for eyes that see few colours.</summary>
public enum PointShape
{
    /// <summary>A filled disc.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A filled triangle on its base.</summary>
    Triangle,

    /// <summary>A filled diamond; what was published.</summary>
    Diamond,

    /// <summary>A filled triangle on its tip.</summary>
    TriangleDown,

    /// <summary>A cross.</summary>
    Cross,
}
