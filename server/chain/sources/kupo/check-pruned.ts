import { fromHex } from "@/server/domain/cardano/hex-bytes";
import { decodeLedgerTransaction, effectsOf, UndecodableTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { OutRef } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import type { BlockReader } from "./blocks";
import { NO_PRUNING } from "./check-rows";
import type { Subject } from "./matches";
import type { Header, Servers } from "./servers";

/** `--prune-utxo` forgets what was spent so many slots ago (Kupo's manual). */
const WINDOW_SLOTS = 129_600;
const BLOCKS_TRIED = 20;
const OUTPUTS_TRIED = 6;

/**
 * Whether Kupo forgets what is spent, which its answers do not say: outputs that the node tells were spent long ago
 * must be in the index. Asked once, when first a list goes back so far. Where only some outputs are indexed, a missing
 * one shows nothing, and the answer stays open.
 */
export function checkPruned({ kupo, sync }: Servers, { atHeight }: Pick<BlockReader, "atHeight">) {
  let isKept = false;

  async function spentAfter(start: Header, beforeSlot: Slot): Promise<OutRef[]> {
    const blocks = (await sync.after(start, BLOCKS_TRIED)) ?? [];
    const old = blocks.filter(({ header }) => header.slot < beforeSlot);
    const transactions = old.flatMap((block) => [...block.transactions.values()]);
    const refs: OutRef[] = [];
    for (const { cbor, valid } of transactions) {
      if (!cbor || refs.length >= OUTPUTS_TRIED) continue;
      try {
        const [input] = effectsOf(decodeLedgerTransaction(fromHex(cbor)), valid).inputs;
        if (input) refs.push(input);
      } catch (error) {
        if (!(error instanceof UndecodableTransaction)) throw error;
      }
    }
    return refs;
  }

  async function isIndexed({ txHash, index }: OutRef): Promise<boolean> {
    const matches = await kupo.matches({ pattern: `${index}@${txHash}` });
    return matches?.some(({ spent_at }) => spent_at !== null) ?? false;
  }

  return async (subject: Subject, from: Header, tip: Header): Promise<void> => {
    const forgottenSlot: Slot = tip.slot - WINDOW_SLOTS;
    if (isKept || from.slot >= forgottenSlot) return;
    // Somewhere between what is asked for and what is forgotten at the latest.
    const share = (forgottenSlot - from.slot) / (tip.slot - from.slot);
    const heights = [0.5, 0.1, 0].map((part) => Math.floor(from.height + (tip.height - from.height) * share * part));
    let missing = 0;
    for (const height of new Set(heights)) {
      const header = await atHeight(height, tip);
      for (const ref of header ? await spentAfter(header, forgottenSlot) : []) {
        if (await isIndexed(ref)) {
          isKept = true;
          return;
        }
        missing++;
      }
    }
    // One could be of the funds of genesis, which no block made.
    if (missing < 2 || !(await kupo.patternsOver("*")).includes("*")) return;
    const text = `outputs that were spent long ago are not indexed, so that older transactions with ${subject.pattern} would be missing. ${NO_PRUNING}`;
    throw kupo.error("not-supported", text);
  };
}
