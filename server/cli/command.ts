/** The command was called wrongly: its usage is shown with the reason. */
class UsageError extends Error {}

export function usageError(message: string): Error {
  return new UsageError(message);
}

/**
 * Runs a command's main function. What goes wrong is told in words on stderr (the stack only with DEBUG set) and
 * the exit code says so: 2 for a wrong call, 1 for a failure.
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

/** The message of an error and of what caused it; the stack too when DEBUG is set. */
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
