using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Datasets;
using Engram.Lab;

namespace Engram.Cli;

/// <summary>The command without the process around it: arguments in, texts and an exit code out.</summary>
internal static class Application
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Session session)
    {
        try
        {
            return Understand(arguments, session);
        }
        catch (OperationCanceledException)
        {
            session.Terminal.Complain("stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is UsageException or DatasetException)
        {
            session.Terminal.Complain(exception.Message);
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is LaboratoryException or IOException or UnauthorizedAccessException)
        {
            session.Terminal.Complain(exception.Message);
            return ExitCode.Failed;
        }
        catch (Exception exception)
        {
            session.Terminal.Complain(
                $"something failed that should not: {exception.Message.ReplaceLineEndings(" ")} {FailureReport.Write(exception, arguments, session.Tool)}");
            return ExitCode.Failed;
        }
        finally
        {
            session.Terminal.Output.Flush();
            session.Terminal.Error.Flush();
        }
    }

    private static int Understand(IReadOnlyList<string> arguments, Session session)
    {
        // Files of arguments (@file) and bundles of letters (-qn) are not the house's habit: what is typed is what is meant.
        var parsing = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var result = CommandTree.Build(session, arguments).Parse(arguments, parsing);
        if (result.Action is not HelpText && Misunderstanding.Of(result) is { } paragraph)
        {
            session.Terminal.Complain(paragraph);
            return ExitCode.Usage;
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = session.Terminal.Output,
            Error = session.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }
}
