import type { ChainTrouble } from "@/server/domain/monitoring/chain-evidence";
import type { Finding } from "@/server/domain/monitoring/finding";
import { judgeForks, judgeRollbacks, judgeStall } from "@/server/domain/monitoring/judge-chain";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { sayChainTrouble } from "@/server/words/chain-trouble";
import { findHold, sayHeld } from "../../chain-hold/find-hold";
import { readChain } from "../../chain-hold/read-chain";
import { loadPoolRow } from "../../pool/load-pool";
import { operationsInForce } from "../../settings-in-force";
import type { Answer, Evidence, Rule } from "../rule";
import { perLook } from "./per-look";

const finding = (kind: IncidentKind, subject: string, trouble: ChainTrouble): Finding => {
  return { kind, subject, fact: sayChainTrouble(trouble), next: null, sinceMs: trouble.sinceMs };
};

/** Two rules judge what was read once. */
const chainOf = perLook(async ({ db, nowMs }) => {
  const network = (await loadPoolRow(db))?.settings.network;
  return network === undefined ? null : readChain(db, { network, operations: await operationsInForce(db), nowMs });
});

async function lookAtStall(evidence: Evidence): Promise<Answer> {
  const chain = await chainOf(evidence);
  const stall = chain ? judgeStall(chain, evidence.nowMs) : [];
  return stall === null ? [null] : stall.map((trouble) => finding("chain-stalled", "", trouble));
}

async function lookAtForks(evidence: Evidence): Promise<Answer> {
  const chain = await chainOf(evidence);
  if (!chain) return [];
  return [
    ...judgeForks(chain, evidence.nowMs).map((trouble) =>
      finding("chain-fork", trouble.kind === "fork" ? trouble.source : "the scan", trouble),
    ),
    ...judgeRollbacks(chain, evidence.nowMs).map((trouble) =>
      finding("rollback-deep", trouble.kind === "rollback" ? `block ${trouble.toHeight}` : "", trouble),
    ),
  ];
}

/** Held by the engine, which looks at the same evidence (services/chain-hold). */
async function lookAtHold({ db }: Evidence): Promise<Answer> {
  const hold = await findHold(db);
  if (!hold) return [];
  const next =
    "Find out what is wrong with the chain. Two people may release them: npm run engine -- release-hold --reason TEXT";
  return [{ kind: "payouts-held", subject: "", fact: sayHeld(hold), next, sinceMs: hold.sinceMs }];
}

export const CHAIN_RULES: readonly Rule[] = [
  { kinds: ["chain-stalled"], look: lookAtStall },
  { kinds: ["chain-fork", "rollback-deep"], look: lookAtForks },
  { kinds: ["payouts-held"], look: lookAtHold },
];
