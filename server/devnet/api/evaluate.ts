import { z } from "zod";
import { addressFromText } from "../codec/address";
import { readCbor } from "../codec/cbor";
import { asBytes, fromHex } from "../codec/cbor-shape";
import { encodeOutput } from "../codec/encode";
import type { Transaction } from "../codec/types";
import { type EvaluationResult, type ExtraUtxo, evaluateScripts } from "../ledger/evaluate";
import { badRequest } from "./errors";
import { type ApiRequest, post } from "./router";

/** Script evaluation, answered as Ogmios 5 does inside Blockfrost. */
export const evaluateRoutes = [
  post("/utils/txs/evaluate", (request) => {
    // Blockfrost takes hexadecimal or base64 text here, despite the content type; raw bytes are accepted too.
    const raw = request.body[0] !== undefined && request.body[0] >= 0x80;
    const bytes = raw ? request.body : readText(Buffer.from(request.body).toString("utf8").trim());
    return ogmios(evaluateScripts(request.view.chain, decode(request, bytes), []));
  }),
  post("/utils/txs/evaluate/utxos", (request) => {
    const parsed = Body.safeParse(readJson(request.body));
    if (!parsed.success) throw badRequest(z.prettifyError(parsed.error));
    const extra = parsed.data.additionalUtxoSet.map(([txIn, txOut]) => readExtra(txIn, txOut));
    return ogmios(evaluateScripts(request.view.chain, decode(request, readText(parsed.data.cbor)), extra));
  }),
];

const TxIn = z.object({ txId: z.string().regex(/^[0-9a-f]{64}$/i), index: z.int().min(0) });
const TxOut = z.object({
  address: z.string(),
  value: z.object({ coins: z.number(), assets: z.record(z.string(), z.number()).nullish() }),
  datumHash: z.string().nullish(),
  datum_hash: z.string().nullish(),
  datum: z.string().nullish(),
  script: z.record(z.string(), z.string()).nullish(),
});
const Body = z.object({ cbor: z.string(), additionalUtxoSet: z.array(z.tuple([TxIn, TxOut])).default([]) });

const LANGUAGES = ["native", "plutus:v1", "plutus:v2", "plutus:v3"];

function readExtra(txIn: z.infer<typeof TxIn>, txOut: z.infer<typeof TxOut>): ExtraUtxo {
  const address = addressFromText(txOut.address);
  if (!address) throw badRequest(`additionalUtxoSet: ${txOut.address} is not an address`);
  const assets = Object.entries(txOut.value.assets ?? {}).map(
    ([unit, quantity]) => [unit.replace(".", ""), BigInt(quantity)] as const,
  );
  const [script] = Object.entries(txOut.script ?? {});
  const datumHash = txOut.datumHash ?? txOut.datum_hash;
  return {
    ref: { txHash: txIn.txId.toLowerCase(), index: txIn.index },
    raw: encodeOutput({
      address: address.bytes,
      lovelace: BigInt(txOut.value.coins),
      assets: new Map(assets),
      ...(txOut.datum ? { inlineDatum: readHex(txOut.datum, "a datum") } : datumHash ? { datumHash } : {}),
      ...(script ? { script: readScript(script[0], script[1]) } : {}),
    }),
  };
}

/** The script arrives wrapped in CBOR once, as an output holds it. */
function readScript(language: string, hex: string): { language: number; bytes: Uint8Array } {
  const number = LANGUAGES.indexOf(language);
  if (number < 1)
    throw badRequest(
      `additionalUtxoSet: the script language ${language} is not one of ${LANGUAGES.slice(1).join(", ")}`,
    );
  const bytes = readHex(hex, "a script");
  try {
    // Wrapped twice, as in wallets: the ledger hashes the inner wrapping.
    const inner = asBytes(readCbor(bytes), "a script");
    asBytes(readCbor(inner), "a script");
    return { language: number, bytes: inner };
  } catch {
    return { language: number, bytes };
  }
}

function readHex(text: string, what: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw badRequest(`additionalUtxoSet: ${what} is not hexadecimal`);
  }
}

function readText(text: string): Uint8Array {
  return /^([0-9a-f]{2})+$/i.test(text) ? fromHex(text) : Uint8Array.from(Buffer.from(text, "base64"));
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw badRequest("Body is not valid JSON.");
  }
}

function decode(request: ApiRequest, bytes: Uint8Array): Transaction {
  try {
    return request.view.chain.decode(bytes);
  } catch (cause) {
    throw badRequest(
      `Invalid request: failed to decode the transaction: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

function ogmios(result: EvaluationResult): Record<string, unknown> {
  return {
    type: "jsonwsp/response",
    version: "1.0",
    servicename: "ogmios",
    methodname: "EvaluateTx",
    result: result.kind === "units" ? { EvaluationResult: result.units } : { EvaluationFailure: failure(result) },
    reflection: null,
  };
}

function failure(result: Exclude<EvaluationResult, { kind: "units" }>): Record<string, unknown> {
  if (result.kind === "unknown-inputs") {
    const names = result.refs.map((ref) => `${ref.txHash}#${ref.index}`).join(", ");
    return {
      CannotCreateEvaluationContext: {
        reason: `Unknown transaction input (missing from UTxO set): ${names}`,
      },
    };
  }
  return {
    ScriptFailures: {
      [result.pointer]: [{ validatorFailed: { error: result.message, traces: result.logs } }],
    },
  };
}
