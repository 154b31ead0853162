import type { PosixMs } from "../units";
import { type Priority, wakesPeople } from "./priority";

/** What the service is, in a word for everybody. `unknown`: nobody has looked lately, so nobody may say it is well. */
export const PUBLIC_WORDS = ["good", "degraded", "disrupted", "unknown"] as const;
export type PublicWord = (typeof PUBLIC_WORDS)[number];

/** Many looks. A service that answers and looks at nothing is not well. */
const LOOKS_COUNT_MS = 2 * 60_000;

type Seen = { readonly lookedMs: PosixMs | null; readonly open: readonly { readonly priority: Priority }[] };

export function publicWord({ lookedMs, open }: Seen, nowMs: PosixMs): PublicWord {
  if (open.length > 0) return open.some(({ priority }) => wakesPeople(priority)) ? "disrupted" : "degraded";
  return lookedMs !== null && Math.abs(nowMs - lookedMs) <= LOOKS_COUNT_MS ? "good" : "unknown";
}
