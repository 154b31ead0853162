import { stopsOf } from "@/server/domain/contract/pool-fault";
import type { Operations } from "@/server/domain/day/operations";
import type { ChainSource } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import { takeOverPool } from "@/server/services/adopt/take-over-pool";
import { ServiceError } from "@/server/services/errors";
import { deploymentOf } from "@/server/services/pool-commands/deployment-of";
import { seePool } from "@/server/services/pool-commands/find-pool";
import { poolInWords } from "@/server/services/pool-commands/pool-in-words";
import { tellPool } from "@/server/services/pool-commands/tell-pool";
import { commandActor } from "../actor";
import { withDatabase } from "../with-database";
import { checkMistakes } from "./check-chain";
import type { DeployConfig } from "./config";
import { printRecorded } from "./print-recorded";

type Given = {
  readonly source: ChainSource;
  readonly config: DeployConfig;
  readonly rules: Rules;
  readonly operations: Operations;
};

/**
 * Records a pool that exists already, whoever made it: tells all of it in words, and refuses one that cannot pay as it
 * is. The engine stays paused until two people have read the same words.
 */
export async function takeOver(given: Given, policyId: string, execute: boolean): Promise<void> {
  const { source, config, rules } = given;
  const seen = await seePool(source, policyId);
  const { words, faults } = await poolInWords(source, seen, given.operations);
  tellPool(words, (text) => console.error(text));
  if (faults.some((fault) => stopsOf(fault) === "everyone")) {
    throw new ServiceError("conflict", `the pool ${policyId} cannot pay as it is, so it is not recorded: see above.`);
  }
  const { intervalMs, dailyLimit } = seen.settings;
  await checkMistakes(rules, { intervalMs, dailyLimitLovelace: dailyLimit.lovelace }, source);
  const deployment = await deploymentOf(source, seen);
  const { script, start } = deployment;
  console.error(`The scan starts at block ${start.height}.`);
  if (!execute) {
    console.error("Nothing was recorded. Run again with --execute to record it.");
    console.log(JSON.stringify({ ok: true, executed: false, policyId, address: script.address }));
    return;
  }
  const { operations } = config;
  await withDatabase((db) => takeOverPool(db, { deployment, rules: config.rules, operations }, words, commandActor()));
  console.error("The engine is paused. Two people read this pool in the console, and resume it.");
  printRecorded(deployment, seen.networkMagic);
}
