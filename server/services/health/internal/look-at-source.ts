import { ChainSourceError } from "@/server/chain/sources/error";
import { isPublicNetwork } from "@/server/domain/cardano/network";
import { LONGEST_GAP_MS, MOST_AHEAD_MS, MOST_LAG_BLOCKS } from "@/server/domain/health/limits";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import type { Height, PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { sentence } from "@/server/words/sentence";
import { type ChainNow, chainNow } from "../../chain-now";
import { failureInWords } from "../../failure-in-words";
import type { PayoutContext } from "../../payout/payout-context";
import { loadPoolRow } from "../../pool/load-pool";

/** Whether the source answers, is of the right network (the context refuses another), and its clock is ours. */
export async function lookAtSource({ source, db }: PayoutContext, nowMs: PosixMs): Promise<NamedPart<LookedAtPart>[]> {
  try {
    const tip = await source.tip();
    const network = (await loadPoolRow(db))?.settings.network ?? null;
    return [judgeFollowed(tip.height, await chainNow(db)), judgeClock({ network, tipMs: tip.timeMs, nowMs })];
  } catch (error) {
    const waits = error instanceof ChainSourceError && error.details.retryAtMs !== undefined;
    const next = waits
      ? "It is asked again by itself. Where this happens often, it needs a larger plan."
      : "Check the address of the source that it names, and the server there: npm run source -- inspect";
    return [
      healthPart("source", { state: waits ? "waits" : "failing", fact: sentence(failureInWords(error)), next }),
      healthPart("clock", { state: "unknown", fact: "Not compared: the chain source does not answer." }),
    ];
  }
}

/** A scan rests for ten minutes at most where it found nothing to read. */
const MOST_UNSEEN_BLOCKS = 2 * MOST_LAG_BLOCKS;

/** A scan that waits for its source to agree with what was read ends well each time, and comes no further. */
function judgeFollowed(tipHeight: Height, now: ChainNow | null): NamedPart<LookedAtPart> {
  const isFollowed = now === null || now.tipHeight > now.height || tipHeight - now.height <= MOST_UNSEEN_BLOCKS;
  if (isFollowed) return healthPart("source", { state: "ok", fact: "The chain source answers." });
  return healthPart("source", {
    state: "warning",
    fact: `The chain source is at block ${tipHeight}; our scan stands at block ${now.height} and does not follow it.`,
    next: "What job scan said last is why. If it does not mend: npm run recover",
  });
}

type Clocks = { readonly network: string | null; readonly tipMs: PosixMs; readonly nowMs: PosixMs };

/** The machine's clock decides nothing about a day, but second factors, sessions and pauses go by it. */
export function judgeClock({ network, tipMs, nowMs }: Clocks): NamedPart<LookedAtPart> {
  if (network === null || !isPublicNetwork(network)) {
    return healthPart("clock", { state: "ok", fact: "Not compared: this network has a time of its own." });
  }
  const next = "Compare this machine's clock with another one (timedatectl), then look at the chain source.";
  if (tipMs - nowMs > MOST_AHEAD_MS) {
    const fact = `The newest block is ${sayAge(tipMs - nowMs)} ahead of this machine's clock.`;
    return healthPart("clock", { state: "warning", fact, next });
  }
  if (nowMs - tipMs > LONGEST_GAP_MS) {
    const fact = `The newest block is ${sayAge(nowMs - tipMs)} old: the source stands still, or the clock is ahead.`;
    return healthPart("clock", { state: "warning", fact, next });
  }
  return healthPart("clock", { state: "ok", fact: "This machine's clock agrees with the chain's time." });
}
