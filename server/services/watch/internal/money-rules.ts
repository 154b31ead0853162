import { desc, isNotNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { operatorOutput } from "@/db/schema";
import { findPause } from "../../engine-pause/find-pause";
import { findStranger } from "../../pool/find-stranger";
import { loadLivePool } from "../../pool/load-pool";
import { whichAreOurs } from "../../pool/own-transactions";
import type { Answer, Evidence, Found, Rule } from "../rule";
import { judgeGone, judgePlanStep, judgeStrangeAct } from "./judge-money";
import { readPlanSteps, readStrangeActs } from "./read-pool-moves";

/** Both are evidence of their own: a wallet that nobody looked at hides no act on the pool. */
export const MONEY_RULES: readonly Rule[] = [
  { kinds: ["money-moved"], look: ({ db }) => lookAtPool(db) },
  { kinds: ["money-moved"], look: lookAtWallet },
];

async function lookAtPool(db: Database): Promise<Found> {
  const acts = await readStrangeActs(db);
  return [
    ...(await lookAtPlan(db)),
    ...(await readPlanSteps(db)).flatMap(judgePlanStep),
    ...acts.map(({ txHash, act }) => judgeStrangeAct(txHash, act)),
  ];
}

/** While a pool is adopted its plans of long ago are read before their days are: two people check both in the end. */
async function lookAtPlan(db: Database): Promise<Found> {
  if ((await findPause(db))?.needsTwo) return [null];
  const pool = await loadLivePool(db);
  const stranger = pool && (await findStranger(db, pool));
  if (!stranger) return [];
  return [{ kind: "money-moved", subject: "plan", fact: `Payouts stop: ${stranger}.`, next: null, sinceMs: null }];
}

/** More are the same trouble. */
const GONE_READ = 200;

async function lookAtWallet({ db, health }: Evidence): Promise<Answer> {
  const operator = health.parts.find(({ name }) => name === "operator");
  if (!operator || operator.state === "unknown") return null;
  const rows = await db
    .select()
    .from(operatorOutput)
    .where(isNotNull(operatorOutput.spentTxHash))
    .orderBy(desc(operatorOutput.spentAt))
    .limit(GONE_READ);
  const gone = rows.flatMap(({ spentTxHash, lovelace }) => (spentTxHash === null ? [] : [{ spentTxHash, lovelace }]));
  return judgeGone(gone, await whichAreOurs(db, [...new Set(gone.map(({ spentTxHash }) => spentTxHash))]));
}
