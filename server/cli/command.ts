/** The command was called wrongly. Its usage is printed with the reason. */
class UsageError extends Error {}

export function usageError(message: string): Error {
  return new UsageError(message);
}

/**
 * Runs a command's main function. Errors go to stderr as plain text (with the stack only if DEBUG is set). Exit code 2
 * means a wrong call, 1 a failure.
 */
export async function runCommand(usage: string, main: () => Promise<void>): Promise<void> {
  if (process.argv.includes("--help")) {
    console.log(usage);
    return;
  }
  try {
    await main();
  } catch (error) {
    const wrongCall = error instanceof UsageError || codeOf(error).startsWith("ERR_PARSE_ARGS");
    console.error(inWords(error));
    if (wrongCall) console.error(`\n${usage}`);
    process.exitCode = wrongCall ? 2 : 1;
  }
}

/** The message of an error and of its cause, or the stack if DEBUG is set. */
export function inWords(error: unknown): string {
  if (process.env.DEBUG && error instanceof Error) return error.stack ?? error.message;
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  const isNews = cause instanceof Error && !message.includes(cause.message);
  return isNews ? `${message}\n  because: ${cause.message}` : message;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
