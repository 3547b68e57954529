using CsCheck;
using Engram.Datasets;
using Engram.Delaunay.Psychophysics;

namespace Engram.Delaunay.Tests.Psychophysics;

public class FileTests
{
    private static TrialRecord[] Everybody() =>
    [
        .. Studies.Play(new SimulatedParticipant { Id = "p, \"1\"", Asymptote = 0.9, Scale = 3, Exponent = 1, Timeout = 0.1 }),
        .. NetworkReplay.Play(Studies.List, new NetworkParticipant("N0", static (_, _) => new GuessingLearner()), 4, Studies.Template),
    ];

    [Fact]
    public void V46_Trials_come_back_equal_in_all_columns()
    {
        using var folder = new ScratchFolder();
        TrialRecord[] trials = Everybody();
        TrialFile.Write(folder.File("trials.csv"), trials);
        TrialTable read = TrialFile.Read(folder.File("trials.csv"));
        Assert.Empty(read.Remarks);
        Assert.Equal(trials.Length, read.Trials.Count);
        for (int i = 0; i < trials.Length; i++)
        {
            Assert.Equal(trials[i].Scores, read.Trials[i].Scores);
            Assert.Equal(trials[i] with { Scores = [], Line = 0 }, read.Trials[i] with { Scores = [], Line = 0 });
        }
    }

    [Fact]
    public void V46_The_eight_columns_come_back_equal_with_seconds_and_na()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("eight.csv");
        TrialRecord[] trials = Everybody();
        EightColumnFile.Write(path, trials);
        TrialRecord[] main = [.. trials.Where(trial => trial.Type == TrialType.Main)];
        IReadOnlyList<TrialRecord> read = TrialFile.Read(path).Trials;
        Assert.Equal(main.Select(trial => (trial.Trial, trial.Category, trial.Answer, trial.Correct, trial.SeenTrue)), read.Select(trial => (trial.Trial, trial.Category, trial.Answer, trial.Correct, trial.SeenTrue)));
        Assert.All(main.Zip(read), pair => Assert.Equal(pair.First.ResponseTime ?? -1, pair.Second.ResponseTime ?? -1, 9));
        Assert.Equal(main.Select(trial => trial.AgentType == AgentType.Network), read.Select(trial => trial.AgentType == AgentType.Network));
        string text = File.ReadAllText(path);
        Assert.Contains(",NaN,", text, StringComparison.Ordinal);
        Assert.Contains(",na,", text, StringComparison.Ordinal);
        string cell = CsvReader.Parse(text, "")[1].Cells[3];
        Assert.InRange(double.Parse(cell), 0.2, 5);
    }

    [Fact]
    public void V46_Session_with_a_capital_is_accepted_in_both_forms()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("eight.csv"), "subj,Session,trial,rt,object_response,category,condition,imagename\ns1,1,1,0.512,dog,cat,0,a.png\ns1,1,2,0.4,cat,cat,0,b.png\ns1,1,3,NaN,na,dog,0,c.png\n");
        TrialTable read = TrialFile.Read(folder.File("eight.csv"));
        Assert.Equal([false, true, false], read.Trials.Select(trial => trial.Correct));
        Assert.Equal(512, read.Trials[0].ResponseTime!.Value, 9);
        Assert.All(read.Trials, trial => Assert.Equal(AgentType.Human, trial.AgentType));
        Assert.Equal([0, 1, 0], read.Trials.Select(trial => trial.SeenTrue!.Value));

        TrialFile.Write(folder.File("trials.csv"), Everybody());
        File.WriteAllText(folder.File("trials.csv"), File.ReadAllText(folder.File("trials.csv")).Replace(",session,", ",Session,", StringComparison.Ordinal));
        Assert.NotEmpty(TrialFile.Read(folder.File("trials.csv")).Trials);
    }

    [Fact]
    public void V46_The_toolkits_columns_come_back_equal_with_milliseconds()
    {
        using var folder = new ScratchFolder();
        TrialRecord[] trials = [.. Everybody().Where(trial => trial.AgentType != AgentType.Network)];
        ToolkitFile.Write(folder.File("b.csv"), trials);
        var read = ToolkitFile.Read(folder.File("b.csv"));
        Assert.Equal(trials.Select(trial => (trial.ImageId, trial.ResponseTime, trial.Correct)), read.Select(trial => (trial.Stimulus, trial.ResponseTime, trial.Correct)));
        Assert.Equal(Enumerable.Range(0, trials.Length), read.Select(trial => trial.TrialIndex));
        Assert.Equal(trials.Select(trial => trial.Response.Length == 0), read.Select(trial => trial.Response is null));
    }

    [Fact]
    public void V46_Participants_and_events_come_back_equal()
    {
        using var folder = new ScratchFolder();
        ParticipantRecord[] people = [Studies.Record("a") with { AgeBand = "30-39", Recognised = true, ArtTraining = 2 }, Studies.Record("b, c")];
        ParticipantFile.Write(folder.File("participants.csv"), people);
        Assert.Equal(people, ParticipantFile.Read(folder.File("participants.csv")));
        PsychEvent[] events = [new("a", 0, "start"), new("a", 10.5, "hidden", "tab \"x\""), new("b", 3, "start")];
        EventFile.Write(folder.File("events.jsonl"), events);
        Assert.Equal(events, EventFile.Read(folder.File("events.jsonl")));
    }

    [Theory]
    [InlineData("rt_ms", "9000", "line 2, column rt_ms: 9000 ms cannot be")]
    [InlineData("rt_ms", "-3", "line 2, column rt_ms: found \"-3\"")]
    [InlineData("rt_ms", "1,5", "line 2, column rt_ms: found \"1,5\"")]
    [InlineData("W", "one", "line 2, column W: found \"one\"")]
    [InlineData("agent_type", "robot", "column agent_type: found \"robot\", expected human, network or simulated")]
    [InlineData("correct", "yes", "column correct: found \"yes\", expected 0 or 1")]
    [InlineData("timed_out", "1", "the trial timed out and has a response")]
    [InlineData("onset_ms", "99999999", "more than a day")]
    public void A_cell_that_cannot_be_is_told_with_line_and_column(string column, string cell, string expected)
    {
        using var folder = new ScratchFolder();
        string path = Changed(folder, (header, rows) => rows[0][header.IndexOf(column)] = cell);
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => TrialFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_comes_twice_a_clock_that_runs_backwards_and_a_contradiction_are_all_told_at_once()
    {
        using var folder = new ScratchFolder();
        string path = Changed(folder, (header, rows) =>
        {
            rows[5][header.IndexOf("trial")] = rows[4][header.IndexOf("trial")];
            rows[9][header.IndexOf("onset_ms")] = "1";
            rows[12][header.IndexOf("correct")] = rows[12][header.IndexOf("correct")] == "1" ? "0" : "1";
        });
        string message = Assert.Throws<DatasetException>(() => TrialFile.Read(path)).Message;
        Assert.Contains("line 7, column trial: trial 5 of \"p\", session 1 stands in line 6 too", message, StringComparison.Ordinal);
        Assert.Contains("line 11, column onset_ms", message, StringComparison.Ordinal);
        Assert.Contains("line 14, column correct", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_trials_are_told_and_not_hidden()
    {
        using var folder = new ScratchFolder();
        string path = Changed(folder, (_, rows) => rows.RemoveRange(30, 3));
        Assert.Contains("\"p\", session 1 lacks 3 of 160 trials", Assert.Single(TrialFile.Read(path).Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_and_missing_columns_are_told_with_what_was_meant()
    {
        using var folder = new ScratchFolder();
        string path = Changed(folder, (header, _) => header[header.IndexOf("image_id")] = "imageid");
        string message = Assert.Throws<DatasetException>(() => TrialFile.Read(path)).Message;
        Assert.Contains("column imageid: there is no such column. Did you mean image_id?", message, StringComparison.Ordinal);
        Assert.Contains("column image_id: the column is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_participant_who_stands_twice_is_told()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("participants.csv"), "subj,withdrew\na,0\nb,1\na,0\n");
        Assert.Contains("line 4, column subj: participant \"a\" stands in line 2 too", Assert.Throws<DatasetException>(() => ParticipantFile.Read(folder.File("participants.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_cells_come_back_whatever_they_hold() =>
        Gen.String[Gen.Char["a,\"\n\r é"], 0, 8].Array[1, 5].Array[1, 4].Sample(table =>
        {
            string text = string.Concat(table.Select(row => string.Join(',', row.Select((cell, i) => i == 0 ? CsvReader.Quote("x" + cell) : CsvReader.Quote(cell))) + "\r\n"));
            var read = CsvReader.Parse(text, "test");
            Assert.Equal(table.Select(row => row.Select((cell, i) => i == 0 ? "x" + cell : cell)), read.Select(row => row.Cells.AsEnumerable()));
        });

    [Fact]
    public void Whatever_the_bytes_are_the_outcome_is_a_table_or_a_message()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("trials.csv");
        TrialFile.Write(path, Studies.Play(Studies.Person("p")).Take(12));
        byte[] whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Array[1, 4].Sample(
            changes =>
            {
                byte[] bytes = [.. whole];
                foreach (var (at, value, length) in changes)
                {
                    bytes[at] = value;
                    if (value < 20)
                        bytes = [.. bytes.Take(Math.Max(whole.Length - 1, length))];
                }

                string own = folder.File($"{Guid.NewGuid():n}.csv");
                File.WriteAllBytes(own, bytes);
                try
                {
                    TrialFile.Read(own);
                }
                catch (DatasetException exception)
                {
                    Assert.Contains(own, exception.Message, StringComparison.Ordinal);
                }
            },
            iter: 300);
    }

    private static string Changed(ScratchFolder folder, Action<List<string>, List<List<string>>> change)
    {
        string path = folder.File("trials.csv");
        TrialFile.Write(path, Studies.Play(Studies.Person("p")).Where(trial => trial.Type == TrialType.Main));
        var rows = CsvReader.ReadFile(path).Select(row => row.Cells.ToList()).ToList();
        List<string> header = rows[0];
        rows.RemoveAt(0);
        change(header, rows);
        File.WriteAllLines(path, rows.Prepend(header).Select(row => string.Join(',', row.Select(CsvReader.Quote))));
        return path;
    }
}
