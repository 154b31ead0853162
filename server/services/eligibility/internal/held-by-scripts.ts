import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { textList } from "@/db/rows";
import { txBytes } from "@/db/schema";
import { parseAddress } from "@/server/domain/cardano/address";
import { fromHex } from "@/server/domain/cardano/hex-bytes";
import { decodeLedgerTransaction, outputsEitherWay } from "@/server/domain/cardano/ledger-transaction";
import type { Rules } from "@/server/domain/rules/rules";
import { datumsIn } from "@/server/domain/script-held/datums";
import { type Ownership, unknown } from "@/server/domain/script-held/resolver";
import { ownershipOf } from "@/server/domain/script-held/table";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";
import { recipientReader } from "@/server/domain/who-may-be-paid";
import { inPortions } from "../../in-portions";

/** An output with prize tokens at a script. */
export type HeldByScript = {
  readonly script: Hex;
  readonly txHash: Hex;
  readonly index: number;
  readonly quantity: bigint;
  /** Whether it counts for the address' owner. */
  readonly counts: boolean;
};

/** How an address of a script begins, of any kind: the first character after the prefix is the kind's. */
const OF_A_SCRIPT = "^addr(_test)?1[zx2w]";

type Row = { address: string; tx_hash: Hex; output_index: number; quantity: bigint };

/** The outputs at scripts that were unspent after a block, in portions, largest first. */
export async function* heldByScripts(
  tx: Transaction,
  { rules, height }: { readonly rules: Rules; readonly height: Height },
): AsyncGenerator<HeldByScript> {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  const query = sql`
    select a.text as address, u.tx_hash, u.output_index, u.quantity
    from asset_utxo u join address a on a.id = u.address_id
    where u.asset_id = (select id from followed where kind = 'asset' and subject = ${rules.prizeAsset})
      and u.created_height <= ${height} and (u.spent_height is null or u.spent_height > ${height})
      and a.text ~ ${OF_A_SCRIPT}
    order by u.quantity desc, u.tx_hash, u.output_index`;
  for await (const rows of inPortions((statement) => tx.execute<Row>(statement), "held_by_scripts", query)) {
    for (const { address, tx_hash: txHash, output_index: index, quantity } of rows) {
      const parsed = parseAddress(address);
      if (!("payment" in parsed) || parsed.payment.kind !== "script") continue;
      const counts = readRecipient(parsed).payable && !excluded.has(address);
      yield { script: parsed.payment.hash, txHash, index, quantity, counts };
    }
  }
}

const BYTES_AT_ONCE = 100;

/** Whose the tokens in each of these outputs are, from the bytes of the transactions that made them. */
export async function* whoseAre<Output extends Pick<HeldByScript, "txHash" | "index">>(
  tx: Transaction,
  outputs: readonly Output[],
  asset: AssetUnit,
): AsyncGenerator<readonly [Output, Ownership]> {
  for (let at = 0; at < outputs.length; at += BYTES_AT_ONCE) {
    const some = outputs.slice(at, at + BYTES_AT_ONCE);
    const rows = await tx
      .select()
      .from(txBytes)
      .where(sql`${txBytes.id} = any(${textList([...new Set(some.map(({ txHash }) => txHash))])})`);
    const made = new Map(rows.map(({ id, bytes }) => [id, readMade(id, fromHex(bytes))]));
    for (const output of some)
      yield [output, made.get(output.txHash)?.(output.index, asset) ?? unknown("it is not held")];
  }
}

function readMade(id: Hex, bytes: Uint8Array): (index: number, asset: AssetUnit) => Ownership | null {
  const outputs = outputsEitherWay(decodeLedgerTransaction(bytes, id));
  const datums = datumsIn(bytes);
  return (index, asset) => {
    const output = outputs.find(({ ref }) => ref.index === index);
    return output ? ownershipOf(output, asset, datums) : null;
  };
}
