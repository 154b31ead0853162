import { knownLedger } from "@/server/chain/pool/known-ledger";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import type { ScriptRole } from "@/server/domain/contract/pool-fault";
import type { ChainSource, OutRef, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { findLocked } from "../pool/find-references";
import { groundOf } from "../pool/what-is-expected";
import type { SeenPool } from "./find-pool";
import { buildReferences, LONGEST_MS } from "./internal/build-references";
import { sendAndWait } from "./internal/send-and-wait";

/** What outlives the command. Without a database nothing does, and what was made is found on chain. */
export type ReferenceMemory = {
  /** What the last attempt spends. */
  begun(): Promise<OutRef | null>;
  /** Called before anything is sent. */
  begin(attempt: { readonly txHash: Hex; readonly spends: OutRef }): Promise<void>;
  /** From now on these are used. False where they were already. */
  record(references: ReferenceScripts): Promise<boolean>;
};

export type MakeReferences = {
  readonly source: ChainSource;
  readonly seen: SeenPool;
  /** Pays for them from its enterprise address: what they hold stays in them for ever. */
  readonly payer: TransactionSigner;
  readonly memory: ReferenceMemory;
  readonly tell: (text: string) => void;
  readonly askAgainMs?: number;
};

export type MadeReferences = {
  readonly references: ReferenceScripts;
  /** False where they were there already. */
  readonly made: boolean;
  readonly recorded: boolean;
};

/**
 * Sees to it that both scripts are held where nobody can ever spend them, and that they are used: finds those that are
 * there, or makes them and waits until they are in a block. Whoever is stopped runs it again, at any moment: what was
 * begun is waited for, and nothing is made twice. Throws ServiceError.
 */
export async function makeReferences(making: MakeReferences): Promise<MadeReferences> {
  const { source, seen, memory } = making;
  const there = await lockedReferences(source, seen);
  const references = there ?? (await send(making));
  return { references, made: there === null, recorded: await memory.record(references) };
}

/** Both where nobody can spend them, of whoever made them; null if one of them is nowhere. */
export async function lockedReferences(
  source: ChainSource,
  { references, script }: Pick<SeenPool, "references" | "script">,
): Promise<ReferenceScripts | null> {
  const seen = (role: ScriptRole) => (references[role].state === "locked" ? references[role].output : null);
  const [pool, governor] = [seen("pool"), seen("governor")];
  if (pool && governor) return { pool, governor };
  const made = await findLocked(source, script);
  const [newPool, newGovernor] = [pool ?? made.pool?.output, governor ?? made.governor?.output];
  return newPool && newGovernor ? { pool: newPool, governor: newGovernor } : null;
}

async function send({ source, seen, payer, memory, tell, askAgainMs }: MakeReferences): Promise<ReferenceScripts> {
  const { script, chain, tip } = seen;
  const address = enterpriseAddress(script.networkId, payer.publicKey());
  const wallet = await source.unspentOutputs(address);
  const begun = await memory.begun();
  const { built, spends } = buildReferences({ seen, wallet, address, begun });
  await memory.begin({ txHash: built.txHash, spends });
  const account = await source.rewardAccount(script.governor.account);
  const state = knownLedger(script, { outputs: wallet, chain, nowSlot: tip.slot, account });
  const expected = {
    kind: "scripts",
    ...groundOf(seen, built.txHash, tip.slot),
    longestMs: LONGEST_MS,
    wallet,
    changeAddress: address,
    opensAccount: false,
    pays: { kind: "again", begun },
  } as const;
  tell(`locking the contract ${script.hash} and its governor ${script.governor.hash} by ${built.txHash}`);
  // What was begun before may be what lands.
  const isDone = async () => (await lockedReferences(source, seen)) !== null;
  await sendAndWait(source, [payer], { built, expected, state, isDone }, askAgainMs);
  return (await lockedReferences(source, seen)) ?? built.referenceScripts;
}
