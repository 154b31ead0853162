import { z } from "zod";
import { SITE_STALE_MS } from "../health/limits";
import type { PosixMs } from "../units";
import { type NewestBlock, readNewestBlock } from "./newest-block";
import type { DoorFault, VisitedDoor } from "./visit";

export type DoorAnswer = { readonly status: number; readonly contentType: string; readonly body: string };

/** What is wrong with an answer that came; null if nothing is. */
export type Fault = { readonly fault: DoorFault; readonly problem: string };

type Judge = (answer: DoorAnswer, nowMs: PosixMs) => Fault | null;

const wrong = (problem: string): Fault => ({ fault: "wrong-answer", problem });

/** Judges what is in the answer, not only its status: a page of a proxy, or an old one, has status 200 too. */
export function judgeAnswer(door: VisitedDoor, answer: DoorAnswer, nowMs: PosixMs): Fault | null {
  return JUDGES[door](answer, nowMs);
}

const page: Judge = ({ status, contentType, body }, nowMs) => {
  if (status !== 200) return wrong(`the page answers ${status}`);
  if (!contentType.startsWith("text/html")) return wrong(`the page is ${contentType || "of no named type"}`);
  if (!/<\/html>\s*$/.test(body)) return wrong("the page ends before its end");
  const block = readNewestBlock(body);
  return block === undefined
    ? wrong("the page does not name the newest block: it is not ours, or is broken")
    : judgeAge(block, nowMs);
};

/** Of the newest block that the answer knows, by the clock of whoever asks. */
function judgeAge(block: Pick<NewestBlock, "timeMs"> | null, nowMs: PosixMs): Fault | null {
  const ageMs = block ? nowMs - block.timeMs : 0;
  if (ageMs <= SITE_STALE_MS) return null;
  return { fault: "stale", problem: `its newest block is ${Math.floor(ageMs / 60_000)} minutes old` };
}

/** An answer in JSON of a certain form. */
function json<T>(
  schema: z.ZodType<T>,
  statuses: readonly number[],
  judge: (value: T, nowMs: PosixMs) => Fault | null,
): Judge {
  return ({ status, body }, nowMs) => {
    if (!statuses.includes(status)) return wrong(`it answers ${status}`);
    const value = schema.safeParse(parse(body));
    return value.success ? judge(value.data, nowMs) : wrong("its answer is not of the form that it should have");
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const nothingMore = () => null;
const pulse = z.object({ game: z.object({ timeMs: z.number() }).nullable() });

const JUDGES: Readonly<Record<VisitedDoor, Judge>> = {
  "/": page,
  "/days": page,
  // 503 says that a part fails. That part has an incident of its own: here it counts that this door answers.
  "/api/health": json(z.object({ healthy: z.boolean() }), [200, 503], nothingMore),
  "/api/pulse": json(pulse, [200], ({ game }, nowMs) => judgeAge(game, nowMs)),
  "/api/v1/days": json(z.object({ days: z.array(z.object({ dayIndex: z.number() })) }), [200], nothingMore),
};
