import { getContext } from "@/server/context";
import type { Context } from "@/server/services/context";

/** Null while it cannot be read, as without a database: a page is shown without it rather than not at all. */
export async function readOrNull<T>(read: (ctx: Context, nowMs: number) => Promise<T>, nowMs: number) {
  try {
    return await read(await getContext(), nowMs);
  } catch {
    return null;
  }
}
