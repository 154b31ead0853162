import { openSource } from "@/server/chain/sources/open-source";
import type { ChainSource } from "@/server/domain/ports";
import { usageError } from "./command";

/** The chain source that the environment names, of whatever network. */
export function environmentSource(): ChainSource {
  const { BLOCKFROST_URL, BLOCKFROST_PROJECT_ID } = process.env;
  if (!BLOCKFROST_URL) throw usageError("BLOCKFROST_URL is not set: the address of a Blockfrost-compatible server");
  return openSource({ BLOCKFROST_URL, BLOCKFROST_PROJECT_ID });
}
