import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** What a program of the bench tells first, from a process of its own that ends with this one. `gone`: it has ended. */
export async function startChild(
  program: URL,
  args: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly first: unknown; readonly gone: Promise<unknown> }> {
  const child = fork(program, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const gone = once(child, "exit");
  const first = await Promise.race([once(child, "message"), gone.then(() => null)]);
  if (!first) throw new Error(`${program.pathname} ended before it told anything`);
  return { child, first: first[0], gone };
}
