import { startChild } from "../child";
import type { Measured } from "./goals";
import type { Size } from "./measure";

/** In a process of its own: what one size leaves behind is no memory of the next. */
export async function measureApart(size: Size): Promise<Measured> {
  const { first, gone } = await startChild(new URL("measure-one.ts", import.meta.url), [JSON.stringify(size)]);
  await gone;
  return first as Measured;
}
