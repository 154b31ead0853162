import { makeClient } from "@/db/client";
import { firstThatAnswers } from "@/server/chain/sources/first-that-answers";
import { type OpenedSource, openSources, withBytes } from "@/server/chain/sources/open-sources";
import type { ChainSource } from "@/server/domain/ports";
import { SOURCE_VARIABLES } from "@/server/env/sources";
import { openBudgets } from "@/server/services/sources/open-budgets";
import { needEnv } from "./need-env";

/** A command asks little, and loses what is left of a lease. For each it may have to connect anew. */
const COMMAND = { dayBlock: 10, patienceMs: 5_000 };

/**
 * The chain sources that the environment names, of whatever network. Where DATABASE_URL is set, what a command asks
 * counts with what the engine asks.
 */
export function environmentSources(): readonly OpenedSource[] {
  const settings = needEnv(...SOURCE_VARIABLES);
  if (!process.env.DATABASE_URL) return openSources(settings);
  // A session of its own, only while something is counted: it keeps no command from ending.
  const options = { max: 1, idleSeconds: 1, applicationName: "daily-prize-oracle budgets" };
  const $client = makeClient(needEnv("DATABASE_URL").DATABASE_URL, options);
  return openSources(settings, { budgetOf: openBudgets({ $client }, settings, COMMAND) });
}

/** Of those that have bytes the first that answers. What is submitted to it goes to all of them. */
export function environmentSource(): Promise<ChainSource> {
  return firstThatAnswers(withBytes(environmentSources()));
}
