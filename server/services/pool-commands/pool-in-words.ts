import { networkName } from "@/server/domain/cardano/network";
import { showRef } from "@/server/domain/cardano/out-ref";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { PoolFault, ScriptRole } from "@/server/domain/contract/pool-fault";
import type { Fact, PoolInWords } from "@/server/domain/contract/pool-in-words";
import type { ChainSource } from "@/server/domain/ports";
import { describePool, describeSettings } from "@/server/words/describe-pool";
import { formatAda } from "@/server/words/format";
import { sayPoolFault } from "@/server/words/pool-fault";
import type { Reference } from "../pool/look-at-reference";
import { checkPool, type Own } from "./check-pool";
import type { SeenPool } from "./find-pool";

/** The whole pool for people who rely on it, whoever made it: every fact, and every fault that was found. */
export async function poolInWords(
  source: ChainSource,
  seen: SeenPool,
  own: Own = {},
): Promise<{ readonly words: PoolInWords; readonly faults: readonly PoolFault[] }> {
  const faults = await checkPool(source, seen, own);
  return { words: { facts: factsOfPool(seen), faults: faults.map(sayPoolFault) }, faults };
}

/** All facts, without a question to the source. */
export function factsOfPool({
  pool,
  settings,
  script,
  references,
  rewardsLovelace,
  chain,
  tip,
  ...seen
}: SeenPool): Fact[] {
  const nowMs = slotToMs(chain.slots, tip.slot);
  const { networkId, governor, seed } = script;
  const closed: Fact[] = [["Pool", script.policyId], ["State", "closed"], ...describeSettings(settings, networkId)];
  const held = rewardsLovelace === null ? "not registered" : `holds ${formatAda(rewardsLovelace)}`;
  return [
    ...(pool ? describePool(pool, settings, networkId, nowMs) : closed),
    ["Chain", `${networkName(seen.networkMagic)}, by this source`],
    ["Made by", `transaction ${seen.made.hash} in block ${seen.made.height}`],
    ["Contract", `${script.hash}: our own compiled contract gives this hash for the seed ${showRef(seed)}`],
    ["Governor", `${governor.hash}: our own compiled contract gives this hash`],
    referenceInWords("pool", references.pool),
    referenceInWords("governor", references.governor),
    ["Account", `${governor.account}, ${held}`],
  ];
}

/** Where a reference script is, and who can spend it. */
function referenceInWords(role: ScriptRole, { state, ref, output }: Reference): Fact {
  const label = role === "pool" ? "Pool script" : "Gov. script";
  const where = ref ? `${showRef(ref)}` : "nowhere";
  const at = output ? ` at ${output.address}` : "";
  switch (state) {
    case "locked":
      return [label, `in ${where}${at}, where nobody can spend it`];
    case "loose":
      return [label, `in ${where}${at}, where somebody can spend it`];
    case "spent":
      return [label, `was in ${where}, which was spent`];
    case "other-script":
      return [label, `not in ${where}, which holds something else`];
    case "missing":
      return [label, ref ? `not in ${where}, which is not on chain` : "nowhere: its first transaction names none"];
  }
}
