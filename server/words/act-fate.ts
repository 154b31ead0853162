import type { ActFate, Voided } from "@/server/domain/contract/act-fate";
import { formatAda, groupDigits, shortenMiddle } from "./format";

/** What an act's text does, without what every text of the pool says, and with keys shortened: for lists. */
export function shortAct(text: string): string {
  const [, effect = text] = /^Daily Prize Oracle \S+ (.+) nonce \d+ pool [0-9a-f]{56}$/.exec(text) ?? [];
  return effect.replace(/[0-9a-f]{56,}/g, (key) => shortenMiddle(key));
}

/** Why an act that was asked for is not sent as the pool stands. */
export function sayWait(fate: ActFate): string {
  switch (fate.kind) {
    case "open":
      return "it can be sent";
    case "held-up":
      return `it cannot land now: ${fate.why}`;
    case "landed":
      return "it has landed";
    case "void":
      return "another act has landed since, which voids it";
    case "other-plan":
      return "the pool is at another plan than the one that it names";
    case "ahead":
      return "the chain went back to before the act that came before it";
  }
}

/** What loses its signatures, and what follows from that, in one sentence. */
export function sayVoided(voided: Voided): string {
  switch (voided.kind) {
    case "plan":
      return `The plan of day ${voided.dayIndex}, signed by ${voided.approvals} of ${voided.threshold} approvers, is void. The day is read again once no rollback can undo the act, half a day later on mainnet, and must be approved anew.`;
    case "payment":
      return `Payment ${voided.dayIndex === null ? "of the plan that the pool is at" : `of day ${voided.dayIndex}`} ends: ${formatAda(voided.lovelace)} to ${groupDigits(voided.outputs)} recipients stay unpaid. The next day's plan pays them, or a Resume.`;
    case "resume":
      return `The Resume of day ${voided.dayIndex}, which waits for signatures or to be sent, is void.`;
    case "act":
      return `Another act that is signed is void: ${shortAct(voided.text)}.`;
  }
}
