import type { OutRef } from "../ports";
import type { AssetUnit, Lovelace } from "../units";
import { arrayOf, fieldsByKey, hex, integer, uniqueKeys } from "./cbor-shape";
import { type LedgerOutput, readOutput, readOutRef } from "./ledger-output";
import { readMint } from "./ledger-value";
import { type CborItem, readCbor } from "./read-cbor";

export type LedgerBody = {
  /** Each once. */
  readonly inputs: readonly OutRef[];
  readonly outputs: readonly LedgerOutput[];
  readonly collateral: readonly OutRef[];
  readonly collateralReturn: LedgerOutput | null;
  /** Negative where tokens are burnt. */
  readonly mint: Readonly<Record<AssetUnit, bigint>>;
  /** Null in Byron: what the inputs hold more than the outputs. */
  readonly feeLovelace: Lovelace | null;
  readonly withdrawnLovelace: Lovelace;
  /** Certificates, proposals or a donation: inputs + withdrawals may differ from outputs + fee. */
  readonly movesDeposits: boolean;
  /** Whether phase 2 could fail: the ledger runs scripts only where the body has a script data hash and collateral. */
  readonly runsScripts: boolean;
};

const MARY_FIELDS = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n];
/** 10 and 12 were never given out. */
const CONWAY_FIELDS = [...MARY_FIELDS, 11n, 13n, 14n, 15n, 16n, 17n, 18n, 19n, 20n, 21n, 22n];

/** A body of Shelley to Mary, or of Alonzo to Conway: a map of fields by number. */
export function readLedgerBody(body: Uint8Array, isAlonzo: boolean): LedgerBody {
  const fields = fieldsByKey(readCbor(body, Number.POSITIVE_INFINITY), "the body");
  const known = isAlonzo ? CONWAY_FIELDS : MARY_FIELDS;
  for (const key of fields.keys()) {
    if (!known.includes(key)) throw new Error(`its body has field ${key}; known are ${known.join(", ")}`);
  }
  const [mint, collateralReturn, withdrawals, donation] = [9n, 16n, 5n, 22n].map((key) => fields.get(key));
  const collateral = refs(fields.get(13n), "the collateral", true);
  return {
    inputs: refs(fields.get(0n), "the inputs"),
    outputs: arrayOf(fields.get(1n), "the outputs").map((item) => readOutput(item)),
    feeLovelace: integer(fields.get(2n), "the fee"),
    collateral,
    collateralReturn: collateralReturn ? readOutput(collateralReturn) : null,
    mint: mint ? readMint(mint) : {},
    withdrawnLovelace: withdrawals ? sumOfWithdrawals(withdrawals) : 0n,
    movesDeposits:
      arrayOf(fields.get(4n), "the certificates", true).length > 0 ||
      arrayOf(fields.get(20n), "the proposals", true).length > 0 ||
      (donation !== undefined && integer(donation, "the donation") > 0n),
    runsScripts: fields.has(11n) && collateral.length > 0,
  };
}

/** A set: before Conway the ledger took one that names an input twice, and spent it once. */
function refs(item: CborItem | undefined, what: string, mayMiss = false): OutRef[] {
  const found = new Map<string, OutRef>();
  for (const row of arrayOf(item, what, mayMiss)) {
    const ref = readOutRef(row);
    found.set(`${ref.txHash}#${ref.index}`, ref);
  }
  return [...found.values()];
}

/** `{reward address: lovelace}` */
function sumOfWithdrawals(item: CborItem): Lovelace {
  return uniqueKeys(item, "the withdrawals", (key) => hex(key, "a reward address"))
    .map(([account, lovelace]) => integer(lovelace, `the withdrawal of ${account}`))
    .reduce((total, lovelace) => total + lovelace, 0n);
}
