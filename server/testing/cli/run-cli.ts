import { execFile } from "node:child_process";

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

const GIVE_UP_MS = 100_000;

/**
 * Runs one of our commands, by its file, to its end, with these variables and no others of the product. `input` is what
 * it reads from its standard input; none without it.
 */
export function runCli(
  program: string,
  args: readonly string[],
  variables: Record<string, string> = {},
  input = "",
): Promise<Ended> {
  const { PATH = "", HOME = "", NODE_ENV } = process.env;
  return new Promise<Ended>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", program, ...args],
      { env: { PATH, HOME, NODE_ENV, ...variables }, timeout: GIVE_UP_MS },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
