import type { Hex } from "@/server/domain/units";
import { checkPlutus, checkScript } from "../check-script";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

/** `/scripts/{hash}` and its bytes. */
export async function readScript(client: BlockfrostClient, hash: Hex): Promise<{ kind: string; cbor: Hex } | null> {
  const head = await client.get(`scripts/${hash}`, answers.script);
  if (!head) return null;
  const type = checkPlutus(client, hash, head.type);
  const body = await client.get(`scripts/${hash}/cbor`, answers.scriptCbor);
  if (!body?.cbor) throw client.error("wrong-answer", `the bytes of script ${hash} are missing.`);
  return checkScript(client, hash, type, body.cbor);
}
