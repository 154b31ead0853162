import { firstThatAnswers } from "@/server/chain/sources/first-that-answers";
import { openSources, withBytes } from "@/server/chain/sources/open-sources";
import type { ChainSource } from "@/server/domain/ports";
import { SOURCE_VARIABLES } from "@/server/env/sources";
import { needEnv } from "./need-env";

/**
 * The chain source of a command, of whatever network: of those that the environment names the first that answers. What
 * is submitted to it goes to all of them.
 */
export function environmentSource(): Promise<ChainSource> {
  return firstThatAnswers(withBytes(openSources(needEnv(...SOURCE_VARIABLES))));
}
