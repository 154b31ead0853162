import { toHex } from "../codec/cbor-shape";
import { plutusDataJson } from "../codec/plutus-json";
import { nativeScriptJson } from "../codec/script";
import type { Script } from "../codec/types";
import { badRequest, notFound } from "./errors";
import { paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";

/** Scripts and datums that a transaction has shown, in its witnesses or in an output's inline datum or script. */
export const scriptRoutes = [
  get("/scripts", ({ view, query }) => {
    const known = [...view.chain.index.scripts].filter(([, entry]) => entry.height <= view.tipHeight);
    return paginate(known, query).map(([hash]) => ({ script_hash: hash }));
  }),
  get("/scripts/datum/:hash", (request) => ({ json_value: plutusDataJson(findDatum(request)) })),
  get("/scripts/datum/:hash/cbor", (request) => ({ cbor: toHex(findDatum(request)) })),
  get("/scripts/:hash", (request) => {
    const script = findScript(request);
    return {
      script_hash: script.hash,
      type: script.type,
      serialised_size: script.type === "timelock" ? null : script.bytes.length,
    };
  }),
  get("/scripts/:hash/json", (request) => {
    const script = findScript(request);
    return { json: script.type === "timelock" ? nativeScriptJson(script.bytes) : null };
  }),
  get("/scripts/:hash/cbor", (request) => {
    const script = findScript(request);
    return { cbor: script.type === "timelock" ? null : toHex(script.bytes) };
  }),
];

function findScript(request: ApiRequest): Script {
  const hash = param(request, "hash").toLowerCase();
  if (!/^[0-9a-f]{56}$/.test(hash)) throw badRequest("Invalid or malformed script hash format.");
  const entry = request.view.chain.index.scripts.get(hash);
  if (!entry || entry.height > request.view.tipHeight) throw notFound();
  return entry.script;
}

function findDatum(request: ApiRequest): Uint8Array {
  const hash = param(request, "hash").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw badRequest("Invalid or malformed datum hash format.");
  const entry = request.view.chain.index.datums.get(hash);
  if (!entry || entry.height > request.view.tipHeight) throw notFound();
  return entry.bytes;
}
