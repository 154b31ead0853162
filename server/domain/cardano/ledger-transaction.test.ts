import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyLedgerTransaction } from "@/server/testing/domain/random-ledger-transaction";
import { REAL_TRANSACTIONS } from "@/server/testing/domain/real-transactions";
import { addressToBytes, parseAddress } from "./address";
import {
  decodeLedgerTransaction,
  effectsOf,
  type LedgerTransaction,
  UndecodableTransaction,
} from "./ledger-transaction";

/** With addresses as raw bytes in hex. */
function decodeRaw(bytes: Uint8Array): LedgerTransaction {
  const raw = <T extends { address: string }>(output: T): T => ({
    ...output,
    address: bytesToHex(addressToBytes(output.address)),
  });
  const tx = decodeLedgerTransaction(bytes);
  return { ...tx, outputs: tx.outputs.map(raw), collateralReturn: tx.collateralReturn && raw(tx.collateralReturn) };
}

describe("transactions of Shelley to Conway", () => {
  it("say what was encoded, in whatever encoding", () => {
    fc.assert(
      fc.property(anyLedgerTransaction, ({ bytes, says }) => {
        expect(decodeRaw(bytes)).toEqual(says);
      }),
      { numRuns: 300 },
    );
  });

  it("spend their inputs and make their outputs when valid, else spend and return collateral", () => {
    fc.assert(
      fc.property(anyLedgerTransaction, ({ bytes }) => {
        const tx = decodeLedgerTransaction(bytes);
        const valid = effectsOf(tx, true);
        expect(valid).toMatchObject({ inputs: tx.inputs, mint: tx.mint });
        expect(valid.outputs.map(({ ref, ...output }) => output)).toEqual(tx.outputs);
        expect(valid.outputs.map(({ ref }) => ref)).toEqual(tx.outputs.map((_, index) => ({ txHash: tx.id, index })));
        const ref = { txHash: tx.id, index: tx.outputs.length };
        expect(effectsOf(tx, false)).toEqual({
          inputs: tx.collateral,
          outputs: tx.collateralReturn ? [{ ...tx.collateralReturn, ref }] : [],
          mint: {},
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("transactions of mainnet", () => {
  it.each(REAL_TRANSACTIONS)("$id", ({ id, cbor }) => {
    const tx = decodeLedgerTransaction(hexToBytes(cbor));
    expect(tx).toMatchObject({ id, runsScripts: false, movesDeposits: false, withdrawnLovelace: 0n, toldValid: true });
    for (const output of tx.outputs) expect(parseAddress(output.address)).not.toHaveProperty("problem");
  });

  it("name an input twice, which is spent once", () => {
    const tx = decodeLedgerTransaction(hexToBytes(REAL_TRANSACTIONS[3].cbor));
    expect(tx.inputs).toEqual([
      { txHash: "4d9cb6bf1c2e349f1bcd454a632d2b721d5badcf687220430c316588f39506ab", index: 1 },
    ]);
  });

  it("mint what they pay out", () => {
    const tx = decodeLedgerTransaction(hexToBytes(REAL_TRANSACTIONS[2].cbor));
    const minted = { f523573c4df900cf0fe16312aa7445877098b2a001dced3cc1283358546f6d61746f436f696e: 1_000_000n };
    expect(tx).toMatchObject({
      mint: minted,
      outputs: [{ lovelace: 3_319_803n, assets: minted }],
      feeLovelace: 180_197n,
    });
  });
});

it("fails in one way only, whatever was cut off, inserted or changed", () => {
  const damage = fc.record({
    at: fc.nat(),
    byte: fc.nat(255),
    kind: fc.constantFrom("cut", "insert", "change", "append"),
  });
  fc.assert(
    fc.property(anyLedgerTransaction, damage, ({ bytes, says }, { at, byte, kind }) => {
      const place = at % bytes.length;
      const rest = {
        cut: [],
        insert: [byte, ...bytes.slice(place)],
        change: [byte, ...bytes.slice(place + 1)],
        append: [],
      };
      const whole =
        kind === "append" ? Uint8Array.of(...bytes, byte) : Uint8Array.of(...bytes.slice(0, place), ...rest[kind]);
      try {
        const read = decodeRaw(whole);
        // Only another body can say something else; the flag and the witnesses are not covered by the id.
        if (read.id === says.id) expect({ ...read, toldValid: says.toldValid }).toEqual(says);
        expect(["cut", "append"]).not.toContain(kind);
      } catch (error) {
        if (!(error instanceof UndecodableTransaction)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});
