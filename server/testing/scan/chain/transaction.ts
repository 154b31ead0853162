import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Dice } from "../dice";
import * as cbor from "./cbor";
import type { Address } from "./people";

export type Ref = { readonly id: string; readonly index: number };
/** By unit: policy id and name in hex. */
export type Tokens = Readonly<Record<string, bigint>>;
export type Output = {
  readonly to: Address;
  readonly lovelace: bigint;
  readonly tokens: Tokens;
  readonly datum: Uint8Array | null;
  /** The player that the datum names, if it names one. */
  readonly names?: string | undefined;
};

export type Sketch = {
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Output[];
  readonly feeLovelace: bigint;
  readonly mint?: Tokens;
  readonly withdrawnLovelace?: bigint;
  /** With it, scripts run. */
  readonly collateral?: readonly Ref[];
  readonly collateralReturn?: Output | null;
  readonly valid?: boolean;
};

export type TestTransaction = Required<Sketch> & {
  readonly id: string;
  /** The whole transaction in hex; also with what its id does not cover changed: the flag, the witnesses. */
  cbor(change?: { valid?: boolean; witnesses?: "none" }): string;
};

/** Makes a transaction's bytes (Conway CDDL, `transaction`), in one of the many spellings that the chain allows. */
export function makeTransaction(sketch: Sketch, dice: Dice): TestTransaction {
  const whole = { mint: {}, withdrawnLovelace: 0n, collateral: [], collateralReturn: null, valid: true, ...sketch };
  const body = encodeBody(whole, dice);
  const runsScripts = whole.collateral.length > 0;
  const witnesses = encodeWitnesses(runsScripts, dice);
  // Before Alonzo a transaction had no flag.
  const old = !runsScripts && dice.chance(0.2);
  return {
    ...whole,
    id: bytesToHex(blake2b(body, { dkLen: 32 })),
    cbor(change = {}) {
      const parts = [body, change.witnesses === "none" ? cbor.map([]) : witnesses];
      const flag = old && change.valid === undefined ? [] : [cbor.bool(change.valid ?? whole.valid)];
      return bytesToHex(cbor.array([...parts, ...flag, cbor.nothing]));
    },
  };
}

function encodeBody(sketch: Required<Sketch>, dice: Dice): Uint8Array {
  const { inputs, outputs, mint, collateral, collateralReturn } = sketch;
  const fields: [number, Uint8Array][] = [
    [0, encodeSet(inputs.map(encodeRef), dice)],
    [
      1,
      cbor.array(
        outputs.map((output) => encodeOutput(output, dice)),
        dice.chance(0.3),
      ),
    ],
    [2, cbor.int(sketch.feeLovelace, dice.chance(0.2) ? 8 : undefined)],
  ];
  if (sketch.withdrawnLovelace > 0n) {
    const account = Uint8Array.of(0xe0, ...new Uint8Array(28).fill(7));
    fields.push([5, cbor.map([[cbor.bytes(account), cbor.int(sketch.withdrawnLovelace)]])]);
  }
  if (Object.keys(mint).length > 0) fields.push([9, encodeTokens(mint, dice)]);
  if (collateral.length > 0) {
    fields.push([11, cbor.bytes(new Uint8Array(32).fill(9))], [13, encodeSet(collateral.map(encodeRef), dice)]);
  }
  if (collateralReturn) fields.push([16, encodeOutput(collateralReturn, dice)]);
  return cbor.map(
    fields.map(([key, value]) => [cbor.int(key), value]),
    dice.chance(0.1),
  );
}

function encodeWitnesses(runsScripts: boolean, dice: Dice): Uint8Array {
  const signature = cbor.array([cbor.bytes(new Uint8Array(32)), cbor.bytes(new Uint8Array(64))]);
  const fields: [Uint8Array, Uint8Array][] = [[cbor.int(0), encodeSet([signature], dice)]];
  if (runsScripts) {
    const [at, done] = [
      [cbor.int(0), cbor.int(0)],
      [cbor.int(42), cbor.array([cbor.int(1000), cbor.int(2000)])],
    ];
    const redeemers = dice.chance(0.5)
      ? cbor.array([cbor.array([...at, ...done])])
      : cbor.map([[cbor.array(at), cbor.array(done)]]);
    fields.push([cbor.int(5), redeemers]);
  }
  return cbor.map(fields);
}

const encodeRef = ({ id, index }: Ref) => cbor.array([cbor.bytes(hexToBytes(id)), cbor.int(index)]);

function encodeSet(items: readonly Uint8Array[], dice: Dice): Uint8Array {
  const list = cbor.array(items, dice.chance(0.2));
  return dice.chance(0.5) ? cbor.tag(258, list) : list;
}

function encodeOutput({ to, lovelace, tokens, datum }: Output, dice: Dice): Uint8Array {
  const coin = cbor.int(lovelace, dice.chance(0.2) ? 8 : undefined);
  const value = Object.keys(tokens).length === 0 ? coin : cbor.array([coin, encodeTokens(tokens, dice)]);
  if (!datum && dice.chance(0.5)) return cbor.array([cbor.bytes(to.bytes), value], dice.chance(0.2));
  const wrapped = datum && cbor.tag(24, cbor.bytes(datum));
  const fields: [Uint8Array, Uint8Array][] = [
    [cbor.int(0), cbor.bytes(to.bytes)],
    [cbor.int(1), value],
  ];
  if (wrapped) fields.push([cbor.int(2), cbor.array([cbor.int(1), wrapped])]);
  return cbor.map(fields, dice.chance(0.2));
}

function encodeTokens(tokens: Tokens, dice: Dice): Uint8Array {
  const policies = new Map<string, [Uint8Array, Uint8Array][]>();
  for (const [unit, quantity] of Object.entries(tokens)) {
    const policy = unit.slice(0, 56);
    const names = policies.get(policy) ?? [];
    policies.set(policy, names);
    names.push([cbor.bytes(hexToBytes(unit.slice(56))), cbor.int(quantity, dice.chance(0.1) ? 8 : undefined)]);
  }
  const entries = [...policies].map(
    ([policy, names]) => [cbor.bytes(hexToBytes(policy)), cbor.map(names, dice.chance(0.2))] as const,
  );
  return cbor.map(entries, dice.chance(0.2));
}
