import { openSource } from "@/server/chain/sources/open-source";
import type { ChainSource } from "@/server/domain/ports";
import { needEnv } from "./need-env";

/** The chain source that the environment names, of whatever network. */
export function environmentSource(): ChainSource {
  return openSource(needEnv("BLOCKFROST_URL", "BLOCKFROST_PROJECT_ID"));
}
