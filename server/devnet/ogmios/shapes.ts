import { toHex } from "../codec/cbor-shape";
import { nativeScriptJson } from "../codec/script";
import type { Output, OutRef, Script, Transaction } from "../codec/types";
import type { Block, TxRecord } from "../ledger/records";

/* Blocks and transactions as Ogmios 6 writes them (its JSON schema of 6.14). */

export const adaOnly = (lovelace: bigint) => ({ ada: { lovelace } });

export function valueShape({ lovelace, assets }: Pick<Output, "lovelace" | "assets">) {
  return { ...adaOnly(lovelace), ...byPolicy(assets) };
}

function byPolicy(assets: ReadonlyMap<string, bigint>) {
  const policies: Record<string, Record<string, bigint>> = {};
  for (const [unit, quantity] of assets) {
    const policy = unit.slice(0, 56);
    policies[policy] = { ...policies[policy], [unit.slice(56)]: quantity };
  }
  return policies;
}

export const refShape = ({ txHash, index }: OutRef) => ({ transaction: { id: txHash }, index });

const LANGUAGES = { plutusV1: "plutus:v1", plutusV2: "plutus:v2", plutusV3: "plutus:v3" } as const;

function scriptShape({ type, bytes }: Script) {
  if (type === "timelock") return { language: "native", json: nativeJson(nativeScriptJson(bytes)), cbor: toHex(bytes) };
  return { language: LANGUAGES[type], cbor: toHex(bytes) };
}

/** Ogmios' own form of a native script, from cardano-cli's. */
function nativeJson(script: unknown): unknown {
  const { type, keyHash, scripts = [], required, slot } = script as Record<string, unknown> & { scripts?: unknown[] };
  const from = scripts.map(nativeJson);
  if (type === "sig") return { clause: "signature", from: keyHash };
  if (type === "after" || type === "before") return { clause: type, slot };
  return type === "atLeast" ? { clause: "some", atLeast: required, from } : { clause: type, from };
}

export function outputShape(output: Output) {
  const { address, datumHash, inlineDatum, script } = output;
  return {
    address: address.text,
    value: valueShape(output),
    ...(inlineDatum ? { datum: toHex(inlineDatum) } : datumHash ? { datumHash } : {}),
    ...(script ? { script: scriptShape(script) } : {}),
  };
}

export function pointShape({ slot, hash }: Pick<Block, "slot" | "hash">) {
  return { slot, id: hash };
}

export function tipShape(block: Block) {
  return { ...pointShape(block), height: block.height };
}

/** All that a transaction declares, whether it happened or not: `spends` tells. */
function transactionShape(tx: Transaction) {
  const { invalidBefore, invalidHereafter } = tx;
  const interval = {
    ...(invalidBefore === null ? {} : { invalidBefore }),
    ...(invalidHereafter === null ? {} : { invalidAfter: invalidHereafter }),
  };
  return {
    id: tx.hash,
    spends: tx.valid ? "inputs" : "collaterals",
    inputs: tx.inputs.map(refShape),
    ...(tx.referenceInputs.length > 0 ? { references: tx.referenceInputs.map(refShape) } : {}),
    ...(tx.collateral.length > 0 ? { collaterals: tx.collateral.map(refShape) } : {}),
    ...(tx.collateralReturn ? { collateralReturn: outputShape(tx.collateralReturn) } : {}),
    outputs: tx.outputs.map(outputShape),
    fee: adaOnly(tx.feeLovelace),
    ...(Object.keys(interval).length > 0 ? { validityInterval: interval } : {}),
    ...(tx.mint.size > 0 ? { mint: byPolicy(tx.mint) } : {}),
    signatories: [],
  };
}

/** The devnet's genesis block holds what it began with, as transactions without inputs. */
function genesisShape({ hash, produced }: TxRecord) {
  const outputs = produced.map(({ output }) => outputShape(output));
  return { id: hash, spends: "inputs", inputs: [], outputs, fee: adaOnly(0n), signatories: [] };
}

const NO_KEY = "00".repeat(32);
const NO_VALUE = { output: "00".repeat(64), proof: "00".repeat(80) };

export function blockShape(block: Block, withCbor: boolean) {
  const transactions = block.transactions.map((record) => ({
    ...(record.tx ? transactionShape(record.tx) : genesisShape(record)),
    ...(withCbor ? { cbor: toHex(record.bytes) } : {}),
  }));
  return {
    type: "praos",
    era: "conway",
    id: block.hash,
    ancestor: block.previousHash ?? "genesis",
    height: block.height,
    slot: block.slot,
    size: { bytes: block.transactions.reduce((sum, { bytes }) => sum + bytes.length, 0) },
    transactions,
    protocol: { version: { major: 10, minor: 0 } },
    issuer: {
      verificationKey: NO_KEY,
      vrfVerificationKey: NO_KEY,
      operationalCertificate: { count: 0, kes: { period: 0, verificationKey: NO_KEY } },
      leaderValue: NO_VALUE,
    },
  };
}
