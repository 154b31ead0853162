import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { FEW_DAYS, forecastOf, type Runway } from "@/server/domain/metrics/forecast";
import { formatAda } from "@/server/words/format";
import { readRunway } from "../../day/runway";
import type { PayoutContext } from "../../payout/payout-context";
import { whyNoPool } from "../../pool/load-pool";

/** How many days of the present prize and fees the pool still pays. */
export async function lookAtPool({ db }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  const runway = await readRunway(db);
  if (!runway) return [healthPart("pool", { state: "waits", fact: `Not known: ${await whyNoPool(db)}.` })];
  return [judgeRunway(runway)];
}

export function judgeRunway(runway: Omit<Runway, "spread">): NamedPart<LookedAtPart> {
  const { free } = runway;
  const { pot, day, days } = forecastOf(runway);
  const next = "Add money: npm run pool -- deposit LOVELACE, or from a wallet on the console's page Top-up.";
  if (days === null) {
    const fact = `A day's prize is a share of the pool: ${formatAda(pot)} of the ${formatAda(free)} that it has free.`;
    return healthPart("pool", { state: "ok", fact });
  }
  const fact = `The pool has ${formatAda(free)} free: ${days} days of ${formatAda(pot)} and fees.`;
  if (days < 1n) {
    const short = `The pool has ${formatAda(free)} free, less than a day's prize and fees (${formatAda(day)}).`;
    return healthPart("pool", { state: "failing", fact: short, next });
  }
  return healthPart("pool", days < FEW_DAYS ? { state: "warning", fact, next } : { state: "ok", fact });
}
