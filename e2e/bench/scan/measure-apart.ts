import { startChild } from "../child";
import type { Calls, Measured, Work } from "./goals";
import type { Size } from "./size";

/** Each part in a process of its own: what one leaves behind is no memory of the next. */
export async function measureApart(size: Size): Promise<Measured> {
  const work = (await measurePart("work", size)) as Work;
  const calls = (await measurePart("calls", size)) as Calls;
  return { ...calls, ...work };
}

async function measurePart(part: "work" | "calls", size: Size): Promise<unknown> {
  const { first, gone } = await startChild(new URL("measure-one.ts", import.meta.url), [part, JSON.stringify(size)]);
  await gone;
  return first;
}
