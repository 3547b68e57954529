namespace Engram.Evolution.Search;

/// <summary>Who is better: the order of a population.</summary>
internal static class Ranking
{
    /// <summary>Above 0 if a is fitter: the last objective that either has decides; who lacks it loses (specification 1.9).</summary>
    public static int CompareFitness(Individual a, Individual b)
    {
        ReadOnlySpan<double> x = a.Values, y = b.Values;
        for (int i = x.Length - 1; i >= 0; i--)
        {
            bool hasX = !double.IsNaN(x[i]), hasY = !double.IsNaN(y[i]);
            if (hasX && hasY)
                return x[i].CompareTo(y[i]);
            if (hasX != hasY)
                return hasX ? 1 : -1;
        }

        return 0;
    }

    /// <summary>Above 0 if a is on an earlier front, or in a sparser place of the same.</summary>
    public static int CompareFronts(Individual a, Individual b) =>
        a.Front != b.Front ? b.Front.CompareTo(a.Front) : a.Crowding.CompareTo(b.Crowding);

    /// <summary>Sorts, the best first; equals stay in their order.</summary>
    public static void Sort(List<Individual> population, Comparison<Individual> bestFirst)
    {
        for (int i = 0; i < population.Count; i++)
            population[i].Place = i;
        population.Sort(bestFirst);
    }

    public static readonly Comparison<Individual> FittestFirst = static (a, b) =>
    {
        int order = CompareFitness(b, a);
        return order != 0 ? order : a.Place.CompareTo(b.Place);
    };

    public static readonly Comparison<Individual> BestFrontFirst = static (a, b) =>
    {
        int order = CompareFronts(b, a);
        return order != 0 ? order : a.Place.CompareTo(b.Place);
    };

    public static readonly Comparison<Individual> YoungestFirst = static (a, b) =>
    {
        int order = b.Born.CompareTo(a.Born);
        return order != 0 ? order : a.Place.CompareTo(b.Place);
    };

    /// <summary>Finds fronts and crowding distances (Deb et al. 2002), with simplicity as one more objective.</summary>
    public static void FindFronts(List<Individual> population)
    {
        int count = population.Count;
        int directions = population[0].Values.Length + 1;
        foreach (var individual in population)
        {
            individual.Front = -1;
            individual.Crowding = 0;
        }

        var front = new List<Individual>();
        for (int ranked = 0, number = 0; ranked < count; number++)
        {
            front.Clear();
            foreach (var candidate in population)
            {
                if (candidate.Front < 0 && !population.Exists(other => other.Front < 0 && Dominates(other, candidate, directions)))
                    front.Add(candidate);
            }

            foreach (var individual in front)
                individual.Front = number;
            ranked += front.Count;
            for (int direction = 0; direction < directions; direction++)
                Spread(front, direction);
        }
    }

    private static bool Dominates(Individual a, Individual b, int directions)
    {
        bool isBetter = false;
        for (int i = 0; i < directions; i++)
        {
            double x = Value(a, i), y = Value(b, i);
            if (x < y)
                return false;
            isBetter |= x > y;
        }

        return isBetter;
    }

    private static void Spread(List<Individual> front, int direction)
    {
        for (int i = 0; i < front.Count; i++)
            front[i].Place = i;
        front.Sort((a, b) =>
        {
            int order = Value(a, direction).CompareTo(Value(b, direction));
            return order != 0 ? order : a.Place.CompareTo(b.Place);
        });
        front[0].Crowding = double.PositiveInfinity;
        front[^1].Crowding = double.PositiveInfinity;
        double range = Value(front[^1], direction) - Value(front[0], direction);
        if (!(range > 0) || double.IsInfinity(range))
            return;
        for (int i = 1; i < front.Count - 1; i++)
            front[i].Crowding += (Value(front[i + 1], direction) - Value(front[i - 1], direction)) / range;
    }

    private static double Value(Individual individual, int direction)
    {
        if (direction == individual.Values.Length)
            return -individual.Complexity;
        double value = individual.Values[direction];
        return double.IsNaN(value) ? double.NegativeInfinity : value;
    }
}
