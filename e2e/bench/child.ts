import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/**
 * What a program of a bench tells first, from a process of its own that ends with this one. `gone`: it has ended.
 * `told`: a message to it, anything that can be cloned.
 */
export async function startChild(
  program: URL,
  args: readonly string[],
  told?: object,
): Promise<{ readonly child: ChildProcess; readonly first: unknown; readonly gone: Promise<unknown> }> {
  // The sources run through tsx, which a test's own process does not.
  const { execArgv } = process;
  const child = fork(program, args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
    execArgv: execArgv.some((argument) => argument.includes("tsx")) ? execArgv : ["--import", "tsx"],
  });
  const gone = once(child, "exit");
  if (told) child.send(told);
  const first = await Promise.race([once(child, "message"), gone.then(() => null)]);
  if (!first) throw new Error(`${program.pathname} ended before it told anything`);
  return { child, first: first[0], gone };
}
