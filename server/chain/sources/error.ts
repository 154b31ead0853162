import { visible } from "@/server/domain/shown";

/**
 * Why a source could not answer. The kind decides what a caller does next (try another source, wait, stop);
 * the message says in words what was wrong and what would be right, and never holds a key.
 *
 * - unreachable: no answer came (refused, time-out, unknown host)
 * - unauthorised: the key is missing, wrong, or of another network
 * - rate-limited: too many requests, over the plan, banned for it, or asked to come back later; `retryAtMs` says when
 * - unavailable: the server says that it cannot answer now (5xx), or its chain kept moving while it was read
 * - not-supported: this server lacks what is needed
 * - wrong-answer: an answer that cannot be read, or lacks what it must have
 * - lying: an answer that contradicts the question, or the server's own other answers
 * - wrong-network: a healthy source of another chain
 */
export type ChainSourceErrorKind =
  | "unreachable"
  | "unauthorised"
  | "rate-limited"
  | "unavailable"
  | "not-supported"
  | "wrong-answer"
  | "lying"
  | "wrong-network";

export type ChainSourceErrorDetails = {
  /** The status of the answer that is the reason. */
  readonly status?: number;
  /** When the server may be asked again; nothing is sent to it before. */
  readonly retryAtMs?: number;
  /** The answer was longer than any may be, and was not read. */
  readonly isTooLarge?: boolean;
  /** Of a script that the server knows and that is no Plutus script. */
  readonly scriptType?: string;
};

/** Servers' own words are in it, which may be anything, and are stored. */
const MOST_CHARACTERS = 2_000;

export class ChainSourceError extends Error {
  override readonly name = "ChainSourceError";

  constructor(
    readonly kind: ChainSourceErrorKind,
    /** The source's name, without secrets. */
    readonly source: string,
    text: string,
    readonly details: ChainSourceErrorDetails = {},
  ) {
    super(visible(`${source}: ${text}`, MOST_CHARACTERS));
  }

  /** True where the same question may be answered by asking again later. */
  get isPassing(): boolean {
    return this.kind === "unreachable" || this.kind === "rate-limited" || this.kind === "unavailable";
  }
}

/** A moment as a clock shows it, never too early: "14:03:07 UTC", with the date where it is not today's. */
export function clockTime(timeMs: number, nowMs = Date.now()): string {
  const iso = (ms: number) => new Date(ms).toISOString();
  const [date = "", time = ""] = iso(Math.ceil(timeMs / 1_000) * 1_000).split("T");
  const clock = `${time.slice(0, 8)} UTC`;
  return iso(nowMs).startsWith(date) ? clock : `${clock} on ${date}`;
}
