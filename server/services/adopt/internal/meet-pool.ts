import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { stopsOf } from "@/server/domain/contract/pool-fault";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";
import { parseOperations } from "@/server/domain/day/operations";
import type { PlanSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { sayPoolFault } from "@/server/words/pool-fault";
import { ServiceError } from "../../errors";
import type { PayoutContext } from "../../payout/payout-context";
import type { SeenPool } from "../../pool-commands/find-pool";
import { poolInWords } from "../../pool-commands/pool-in-words";
import { tellPool } from "../../pool-commands/tell-pool";
import { operationsInForce } from "../../settings-in-force";

type Meeting = {
  /** The database has no pool yet. */
  readonly isNew: boolean;
  /** For such a database; null for the defaults. */
  readonly operations: unknown;
  readonly tell: (text: string) => void;
};

/**
 * Tells the whole pool in words, with what is wrong with it, before anything is taken from it: who made it may be
 * anybody. A pool that cannot pay as it is does not become a new database's; a database that has it already needs what
 * is adopted all the same. Throws ServiceError.
 */
export async function meetPool(ctx: PayoutContext, seen: SeenPool, meeting: Meeting): Promise<PoolInWords> {
  const { source, operator, oracle } = ctx;
  const { isNew, tell } = meeting;
  const own = {
    operator: operator ? keyHashOf(operator.publicKey()) : undefined,
    oracle: oracle ? await keyOf(oracle) : undefined,
    ...(await lifetimeOf(ctx, meeting)),
  };
  const { words, faults } = await poolInWords(source, seen, own);
  tellPool(words, tell);
  const stopping = faults.filter((fault) => stopsOf(fault) === "everyone");
  if (isNew && stopping.length > 0) {
    const reasons = stopping.map(sayPoolFault).join(" ");
    throw new ServiceError("conflict", `the pool ${seen.script.policyId} cannot pay as it is: ${reasons}`);
  }
  return words;
}

/** Undefined while its signer does not answer: the engine says that by itself. */
async function keyOf(signer: PlanSigner): Promise<Hex | undefined> {
  return signer.publicKey().catch(() => undefined);
}

async function lifetimeOf({ db }: PayoutContext, { isNew, operations }: Meeting) {
  if (!isNew) return { transactionLifetimeMs: (await operationsInForce(db)).transactionLifetimeMs };
  const parsed = parseOperations(operations ?? {});
  return parsed.ok ? { transactionLifetimeMs: parsed.operations.transactionLifetimeMs } : {};
}
