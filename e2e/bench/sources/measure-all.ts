import { tellFailure } from "../run-bench";
import { say } from "../timed";
import type { Measured } from "./goals";
import { measureAdapters } from "./measure-adapters";
import { measureFailover } from "./measure-failover";
import { measureOpinionApart } from "./measure-opinion";

export type Size = { readonly switches: number; readonly holdings: number; readonly restBlocks: number };

/** A part that fails leaves the others' figures, and null for its own. */
export async function measureAll({ switches, holdings, restBlocks }: Size): Promise<Measured> {
  say("one day, asked of each adapter");
  const asked = await measureAdapters(restBlocks).catch(tellFailure);
  say(`${switches} switches in the middle of a step`);
  const failover = await measureFailover(switches).catch(tellFailure);
  say(`a second opinion of ${holdings} holdings`);
  const opinion = await measureOpinionApart(holdings).catch(tellFailure);
  return {
    adapters: asked?.length ?? null,
    asked: asked ?? [],
    switches,
    failoverSeconds: failover?.seconds ?? null,
    mixedSteps: failover?.mixed ?? null,
    differingTables: failover?.isDiffering ?? null,
    holdings,
    secondOpinionSeconds: opinion?.seconds ?? null,
    peakMiB: opinion?.peakMiB ?? null,
  };
}
