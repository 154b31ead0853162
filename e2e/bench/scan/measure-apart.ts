import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Measured } from "./goals";
import type { Size } from "./measure";

/** In a process of its own: what one size leaves behind is no memory of the next. */
export async function measureApart(size: Size): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("measure-one.ts", import.meta.url)), [JSON.stringify(size)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = once(child, "exit");
  const first = await Promise.race([once(child, "message"), gone.then(() => null)]);
  if (!first) throw new Error("the process that measures ended before it was done");
  await gone;
  return first[0];
}
