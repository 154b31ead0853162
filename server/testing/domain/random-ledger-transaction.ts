import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import * as fc from "fast-check";
import type { LedgerTransaction } from "@/server/domain/cardano/ledger-transaction";
import { anyChoices, cborWriter, type Writer } from "./ledger-cbor";
import {
  anyLovelace,
  anyOutput,
  anyTokens,
  flat,
  hexOf,
  saidBy,
  writeOutput,
  writeTokens,
} from "./random-ledger-output";

/* Random transactions of Shelley to Conway, as bytes and as what they say. Addresses are raw bytes in hex. */

const ref = fc.record({ txHash: hexOf(32), index: fc.oneof(fc.nat(2), fc.nat(65_535)) });
const refs = (least: number) =>
  fc.uniqueArray(ref, { minLength: least, maxLength: 4, selector: (row) => `${row.txHash}#${row.index}` });
/** What a witness set may hold beside signatures: nested deeper than anything that is read. */
const DEEP = `${"81".repeat(300)}80`;

export type RandomTransaction = { readonly bytes: Uint8Array; readonly says: LedgerTransaction };

export const anyLedgerTransaction: fc.Arbitrary<RandomTransaction> = fc
  .record({
    isAlonzo: fc.boolean(),
    choices: anyChoices,
    inputs: refs(1),
    outputs: fc.array(anyOutput, { maxLength: 4 }),
    fee: anyLovelace,
    mint: fc.option(anyTokens(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))),
    withdrawals: fc.option(fc.dictionary(hexOf(29), anyLovelace, { maxKeys: 3 })),
    certificates: fc.option(fc.nat(2)),
    collateral: fc.option(refs(0)),
    collateralReturn: fc.option(anyOutput),
    proposals: fc.option(fc.nat(1)),
    donation: fc.option(fc.bigInt(1n, 2n ** 64n - 1n)),
    others: fc.subarray([3, 7, 8, 11, 14, 15, 17, 18, 19, 21]),
    order: fc.nat(20),
    flag: fc.boolean(),
    hasRedeemers: fc.boolean(),
  })
  .map((model): RandomTransaction => {
    const { isAlonzo, inputs, outputs, fee, mint, withdrawals } = model;
    const w = cborWriter(model.choices, isAlonzo);
    const later = <T>(value: T | null): T | null => (isAlonzo ? value : null);
    const [collateral, collateralReturn] = [later(model.collateral), later(model.collateralReturn)];
    const [proposals, donation] = [later(model.proposals), later(model.donation)];
    const others = model.others.filter((key) => isAlonzo || key < 10);
    const field = (key: number, value: string | null): [string, string][] =>
      value === null ? [] : [[w.int(key), value]];
    const fields = [
      ...field(0, w.set(inputs.map((row) => writeRef(w, row)))),
      ...field(1, w.list(outputs.map((row) => writeOutput(w, row, isAlonzo)))),
      ...field(2, w.int(fee)),
      ...field(4, model.certificates === null ? null : w.set(Array(model.certificates).fill(w.list([w.int(2)])))),
      ...field(5, withdrawals && w.map(Object.entries(withdrawals).map(([who, a]) => [w.bytes(who), w.int(a)]))),
      ...field(9, mint && writeTokens(w, mint)),
      ...field(13, collateral && w.set(collateral.map((row) => writeRef(w, row)))),
      ...field(16, collateralReturn && writeOutput(w, collateralReturn, true)),
      ...field(20, proposals === null ? null : w.set(Array(proposals).fill(w.list([])))),
      ...field(22, donation === null ? null : w.int(donation)),
      ...others.flatMap((key) => field(key, key === 19 ? w.map([]) : w.int(key))),
    ];
    const at = model.order % fields.length;
    const body = w.map([...fields.slice(at), ...fields.slice(0, at)]);
    const runsScripts = others.includes(11) && (collateral ?? []).length > 0;
    const redeemers: [string, string][] =
      runsScripts && model.hasRedeemers ? [[w.int(5), w.map([[w.int(0), DEEP]])]] : [];
    const witnesses = w.map([[w.int(0), w.list([])], [w.int(1), DEEP], ...redeemers]);
    const parts = [body, witnesses, ...(isAlonzo ? [model.flag ? "f5" : "f4"] : []), "f6"];
    return {
      bytes: hexToBytes(w.list(parts)),
      says: {
        id: bytesToHex(blake2b(hexToBytes(body), { dkLen: 32 })),
        inputs,
        outputs: outputs.map((row) => saidBy(row, isAlonzo)),
        collateral: collateral ?? [],
        collateralReturn: collateralReturn && saidBy(collateralReturn, true),
        mint: flat(mint),
        feeLovelace: fee,
        withdrawnLovelace: Object.values(withdrawals ?? {}).reduce((total, amount) => total + amount, 0n),
        movesDeposits: (model.certificates ?? 0) > 0 || (proposals ?? 0) > 0 || donation !== null,
        runsScripts,
        toldValid: !isAlonzo || model.flag,
      },
    };
  });

function writeRef(w: Writer, { txHash, index }: { txHash: string; index: number }): string {
  return w.list([w.bytes(txHash), w.int(index)]);
}
