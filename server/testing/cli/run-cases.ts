import path from "node:path";
import { createInterface } from "node:readline";
import { formatWithOptions } from "node:util";

/*
 * Runs commands one after the other in one process: loading the libraries takes seconds, and a command that refuses its
 * arguments milliseconds. Takes a line of JSON for each call, and answers with one.
 */

export type CliCase = {
  /** The file, from server/cli, without its ending. */
  readonly command: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
};
export type CliOutcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

const own = { ...process.env };
const write = process.stdout.write.bind(process.stdout);
const format = (values: unknown[]) => `${formatWithOptions({}, ...values)}\n`;

async function run({ command, args, variables }: CliCase, number: number): Promise<CliOutcome> {
  const said = { stdout: "", stderr: "" };
  console.log = (...values) => {
    said.stdout += format(values);
  };
  console.error = (...values) => {
    said.stderr += format(values);
  };
  process.argv = [process.execPath, command, ...args];
  process.env = { ...own, ...variables };
  process.exitCode = 0;
  // Each import with a name of its own runs the command again, with the modules that are loaded already.
  await import(`${path.join(import.meta.dirname, "../../cli", `${command}.ts`)}?${number}`);
  return { code: Number(process.exitCode), ...said };
}

let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await run(JSON.parse(line) as CliCase, number++);
  process.exitCode = 0;
  write(`${JSON.stringify(outcome)}\n`);
}
process.exit(0);
