import type { Hex } from "@/server/domain/units";
import { checkPlutus, checkScript } from "../check-script";
import * as answers from "./answers";
import type { KoiosClient } from "./client";

/** `/script_info`, of a Plutus script. */
export async function readScript(client: KoiosClient, hash: Hex): Promise<{ kind: string; cbor: Hex } | null> {
  const call = { path: "script_info", query: { select: "script_hash,type,bytes" }, json: { _script_hashes: [hash] } };
  const row = await client.row(call, answers.script, {
    what: "script",
    name: hash,
    nameOf: ({ script_hash }) => script_hash,
  });
  if (!row) return null;
  const type = checkPlutus(client, hash, row.type);
  if (!row.bytes) throw client.error("wrong-answer", `the bytes of script ${hash} are missing.`);
  return checkScript(client, hash, type, row.bytes);
}
