import type { OutRef } from "../ports";
import { addressText } from "./address";
import { embedded, int, integer, tuple } from "./cbor-shape";
import type { LedgerBody } from "./ledger-body";
import { type LedgerOutput, readOutRef } from "./ledger-output";
import { type CborItem, readCbor } from "./read-cbor";

/* A transaction of Byron (byron.cddl, "tx"): `[inputs, outputs, attributes]`. Its fee is what outputs leave over. */

export function readByronBody(body: Uint8Array): LedgerBody {
  const [inputs, outputs, attributes] = tuple(
    readCbor(body, Number.POSITIVE_INFINITY),
    "a Byron transaction's body",
    3,
  );
  if (attributes?.kind !== "map") throw new Error("a Byron transaction's attributes should be a map");
  return {
    inputs: list(inputs, "a Byron transaction's inputs").map(readInput),
    outputs: list(outputs, "a Byron transaction's outputs").map((output) => readOutput(output, body)),
    collateral: [],
    collateralReturn: null,
    mint: {},
    feeLovelace: null,
    withdrawnLovelace: 0n,
    movesDeposits: false,
    runsScripts: false,
  };
}

function list(item: CborItem | undefined, what: string): readonly CborItem[] {
  return tuple(item, what, 1, Number.POSITIVE_INFINITY);
}

/** `[0, #6.24(bytes .cbor [transaction id, index])]` */
function readInput(item: CborItem): OutRef {
  const [kind, content] = tuple(item, "a Byron input", 2);
  const name = int(kind, "the kind of a Byron input");
  if (name !== 0n) throw new Error(`a Byron input is of kind ${name}; known is 0`);
  return readOutRef(readCbor(embedded(content, "a Byron input")));
}

/** `[address, lovelace]`; the address is CBOR, `[#6.24(bytes), checksum]`. */
function readOutput(item: CborItem, body: Uint8Array): LedgerOutput {
  const [address, lovelace] = tuple(item, "a Byron output", 2);
  const [payload, checksum] = tuple(address, "a Byron address", 2);
  embedded(payload, "a Byron address");
  int(checksum, "a Byron address's checksum");
  return {
    address: addressText(body.subarray(address?.start, address?.end)),
    lovelace: integer(lovelace, "a Byron output's lovelace"),
    assets: {},
    inlineDatum: null,
    datumHash: null,
    referenceScriptHash: null,
  };
}
