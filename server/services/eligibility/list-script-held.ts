import { parseAddress } from "@/server/domain/cardano/address";
import { compareAmounts } from "@/server/domain/integers";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import { resolverOf } from "@/server/domain/script-held/table";
import { compareText } from "@/server/domain/text-order";
import type { Hex } from "@/server/domain/units";
import { recipientReader } from "@/server/domain/who-may-be-paid";
import type { Context } from "../context";
import { type Estimate, estimateToday } from "./estimate";

/** The prize tokens that one script holds, at all addresses of which it is the payment part. */
export type ScriptHeld = {
  readonly script: Hex;
  readonly addresses: number;
  readonly quantity: bigint;
  /** Of these, what counts for the addresses' owners, as the rules allow the script. The rest counts for nobody. */
  readonly counted: bigint;
  /** The contract and where it is published, if it is one of those that are known; null otherwise. */
  readonly known: { readonly what: string; readonly published: string } | null;
};

export type ScriptHeldList = {
  readonly block: SnapshotBlock;
  /** Largest first, at most MOST_SCRIPTS of `scripts`. */
  readonly rows: readonly ScriptHeld[];
  readonly scripts: number;
  readonly quantity: bigint;
};

const MOST_SCRIPTS = 50;

const listed = new WeakMap<Estimate, ScriptHeldList>();

/**
 * Which scripts hold prize tokens at the newest block, and what becomes of these. Never by the stake part of an
 * address: anybody can choose it. Throws ServiceError `unavailable` while there is no data.
 */
export async function listScriptHeld(ctx: Context): Promise<ScriptHeldList> {
  const estimate = await estimateToday(ctx);
  const known = listed.get(estimate) ?? listOf(estimate);
  listed.set(estimate, known);
  return known;
}

function listOf({ rules, block, holdings }: Estimate): ScriptHeldList {
  const byScript = new Map<Hex, ScriptHeld>();
  let quantity = 0n;
  for (const held of heldByScripts(rules, holdings)) {
    quantity += held.quantity;
    const row = byScript.get(held.script);
    const before = row ?? { addresses: 0, quantity: 0n, counted: 0n, known: whatIsKnown(held.script) };
    byScript.set(held.script, {
      ...before,
      script: held.script,
      addresses: before.addresses + 1,
      quantity: before.quantity + held.quantity,
      counted: before.counted + (held.counts ? held.quantity : 0n),
    });
  }
  const rows = [...byScript.values()].sort(
    (a, b) => compareAmounts(b.quantity, a.quantity) || compareText(a.script, b.script),
  );
  return { block, rows: rows.slice(0, MOST_SCRIPTS), scripts: rows.length, quantity };
}

function* heldByScripts(rules: Rules, holdings: Estimate["holdings"]) {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  for (const ofOne of holdings.values()) {
    for (const { address, quantity } of ofOne) {
      const parsed = parseAddress(address);
      if (!("payment" in parsed) || parsed.payment.kind !== "script" || quantity === 0n) continue;
      const counts = readRecipient(parsed).payable && !excluded.has(address);
      yield { script: parsed.payment.hash, quantity, counts };
    }
  }
}

function whatIsKnown(script: Hex): ScriptHeld["known"] {
  const resolver = resolverOf(script);
  return resolver && { what: resolver.what, published: resolver.published };
}
