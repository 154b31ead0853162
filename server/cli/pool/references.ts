import { showRef } from "@/server/domain/cardano/out-ref";
import type { ChainSource } from "@/server/domain/ports";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { referenceMemory } from "@/server/services/pool/reference-memory";
import { refsOf } from "@/server/services/pool/spend-basis";
import type { SeenPool } from "@/server/services/pool-commands/find-pool";
import {
  lockedReferences,
  makeReferences,
  type ReferenceMemory,
} from "@/server/services/pool-commands/make-references";
import { readKeyFile } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { commandActor } from "../actor";
import { usageError } from "../command";
import { withDatabase } from "../with-database";

type How = {
  /** The pool is the database's, which is to use the references. */
  readonly hasDatabase: boolean;
  readonly payerFile: string;
  readonly execute: boolean;
};

/** Finds or makes references that nobody can spend, and records them where there is a database. Says what it did. */
export async function references(
  source: ChainSource,
  seen: SeenPool,
  how: How,
): Promise<Record<string, string | boolean>> {
  const { pool, script } = seen;
  if (!pool) throw usageError("The pool is closed: it needs no references any more.");
  const { policyId } = script;
  if (!how.execute) return dryRun(source, seen, how);
  const run = async (memory: ReferenceMemory) => {
    const payer = createOperator(await readKeyFile(how.payerFile));
    const made = await makeReferences({ source, seen, payer, memory, tell: (text) => console.error(text) });
    const { pool, governor } = made.references;
    const places = { pool: showRef(pool.ref), governor: showRef(governor.ref) };
    return { executed: made.made || made.recorded, made: made.made, recorded: made.recorded, ...places };
  };
  if (!how.hasDatabase) return run(NO_MEMORY);
  return withDatabase((db) => run(referenceMemory(db, policyId, commandActor())));
}

const NO_MEMORY: ReferenceMemory = {
  begun: async () => null,
  begin: async () => undefined,
  record: async () => false,
};

async function dryRun(source: ChainSource, seen: SeenPool, { hasDatabase }: How) {
  const there = await lockedReferences(source, seen);
  const places = there ? { pool: showRef(there.pool.ref), governor: showRef(there.governor.ref) } : null;
  const used = hasDatabase ? await withDatabase(loadPoolRow) : null;
  const now = used ? refsOf(used.row) : null;
  const isUsed =
    now !== null && places !== null && showRef(now.pool) === places.pool && showRef(now.governor) === places.governor;
  console.error(
    places === null
      ? "\nThere are no references that nobody can spend. Nothing was sent. Run again with --execute to make them."
      : isUsed || !hasDatabase
        ? "\nNobody can spend the references. There is nothing to do."
        : "\nThere are references that nobody can spend, and this installation uses others. Run again with --execute.",
  );
  return { executed: false, made: false, recorded: false, ...places };
}
