import type { Database, Transaction } from "@/db/client";
import type { ActName } from "@/server/domain/contract/typed-act";
import { can } from "@/server/domain/people/roles";
import type { Hex } from "@/server/domain/units";
import { loadPerson } from "../people/load-person";
import { type LivePool, loadLivePool } from "../pool/load-pool";
import { type ActRow, openActs } from "./internal/act-rows";
import { actSignatures } from "./internal/act-signatures";
import { isOfThisPlan } from "./internal/fates";
import { missingSigners } from "./internal/missing-signers";

/** How many open acts wait for this person's key: those that it may sign, has not signed, and that need one more. */
export async function actsToSign(db: Database, userId: string): Promise<number> {
  const person = await loadPerson(db, userId);
  const key = person?.approverKey;
  if (!person || !key || !can(person.role, "pool.administer")) return 0;
  const pool = await loadLivePool(db);
  if (!pool) return 0;
  const open = await openActsOf(db, pool);
  const texts = open.map(({ text }) => text);
  const signatures = await actSignatures(db, texts);
  return open.filter((row) => missingSigners(row, pool, signatures).keys.includes(key)).length;
}

export type ActToSign = {
  readonly name: ActName;
  readonly reason: string;
  /** The id of whoever did. */
  readonly proposedBy: string;
  readonly approvals: number;
  readonly threshold: number;
  /** Whose signatures it still needs. */
  readonly missing: readonly Hex[];
};

/** One act, if it can still land on the pool as it stands and nobody has withdrawn it. */
export async function readActToSign(db: Transaction, id: number): Promise<ActToSign | null> {
  const pool = await loadLivePool(db);
  const row = pool && (await openActsOf(db, pool)).find((each) => each.id === id);
  if (!pool || !row) return null;
  const { keys: missing, approvals, threshold } = missingSigners(row, pool, await actSignatures(db, [row.text]));
  return { name: row.act.name, reason: row.reason, proposedBy: row.proposedBy, approvals, threshold, missing };
}

async function openActsOf(db: Database | Transaction, pool: LivePool): Promise<ActRow[]> {
  return (await openActs(db, pool)).filter((row) => isOfThisPlan(row, pool));
}
