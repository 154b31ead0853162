import { desc, isNotNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { operatorOutput } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import { findStranger } from "../../pool/find-stranger";
import { loadLivePool } from "../../pool/load-pool";
import { whichAreOurs } from "../../pool/own-transactions";
import type { Answer, Evidence, Rule } from "../rule";
import { judgeGone, judgePlanStep, judgeStrangeAct } from "./judge-money";
import { readPlanSteps, readStrangeActs } from "./read-pool-moves";

/** Both are evidence of their own: a wallet that nobody looked at hides no act on the pool. */
export const MONEY_RULES: readonly Rule[] = [
  { kinds: ["money-moved"], look: ({ db }) => lookAtPool(db) },
  { kinds: ["money-moved"], look: lookAtWallet },
];

async function lookAtPool(db: Database): Promise<readonly Finding[]> {
  const pool = await loadLivePool(db);
  const stranger = pool && (await findStranger(db, pool));
  const atStranger: Finding[] = stranger
    ? [{ kind: "money-moved", subject: "plan", fact: `Payouts stop: ${stranger}.`, next: null, sinceMs: null }]
    : [];
  const acts = await readStrangeActs(db);
  return [
    ...atStranger,
    ...(await readPlanSteps(db)).flatMap(judgePlanStep),
    ...acts.map(({ txHash, act }) => judgeStrangeAct(txHash, act)),
  ];
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
