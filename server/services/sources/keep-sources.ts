import type { Database } from "@/db/client";
import { ChainSourceError, clockTime } from "@/server/chain/sources/error";
import { aroundSource, aroundWitness } from "@/server/chain/sources/every-question";
import type { OpenedSource } from "@/server/chain/sources/open-sources";
import type { ChainSource, ChainWitness } from "@/server/domain/ports";
import { chooseSource } from "@/server/domain/source/health";
import type { SourceName } from "@/server/domain/source/names";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import type { StepSource } from "../context";
import { forgetOthers, type Known, loadHealth, writeChosen } from "./internal/health-rows";
import { observeSources } from "./internal/observe";
import { probeSources } from "./internal/probe-sources";

/** The chain sources of this installation, and which one is read from now. One for a process. */
export type SourceKeeper = {
  /**
   * What one step, or one call of a person's, reads from: one source from its beginning to its end, whatever becomes of
   * it. `isJob`: what it chooses is what all jobs read from, and where none can be asked, those that are due are tried
   * first. Never throws for what a source does.
   */
  choose(how?: { readonly isJob: boolean }): Promise<StepSource>;
  /** Asks those that are not read from how they are, where that is due. Safe to call at any time, by any number. */
  watch(): Promise<void>;
};

export type Keeping = {
  readonly db: Database;
  readonly log: Logger;
  /** A command beside the engines, perhaps with other sources: what it chooses is nobody else's. */
  readonly isGuest?: boolean;
};

export function keepSources(opened: readonly OpenedSource[], { db, log, isGuest = false }: Keeping): SourceKeeper {
  const known: readonly Known[] = opened.map(({ name, hasBytes, source }, place) => {
    return { name, hasBytes, server: source.name, place };
  });
  const isAlone = known.filter(({ hasBytes }) => hasBytes).length < 2;
  const observed = observeSources({ db, log, isAlone });
  const sources = new Map<SourceName, ChainSource>();
  const witnesses = new Map<SourceName, ChainWitness>();
  for (const each of opened) {
    const around = observed.around(each.name);
    if (each.hasBytes) sources.set(each.name, aroundSource(each.source, around));
    witnesses.set(each.name, sources.get(each.name) ?? aroundWitness(each.source, around));
  }
  const others = (chosen: SourceName | null) =>
    [...witnesses].flatMap(([name, other]) => (name === chosen ? [] : other));

  const probing = { db, log, witnesses, stands: { hash: null, sinceMs: 0 } };

  const load = () => observed.follow(() => loadHealth(db, known, { nowMs: Date.now(), isGuest }));

  async function watch(): Promise<void> {
    if (!isGuest) await forgetOthers(db, known);
    if (known.length > 1) await probeSources(probing, await load());
  }

  async function choose({ isJob } = { isJob: false }): Promise<StepSource> {
    let rows = await load();
    let choice = chooseSource(rows, Date.now());
    if (choice.kind === "none" && isJob) {
      await watch();
      rows = await load();
      choice = chooseSource(rows, Date.now());
    }
    if (choice.kind === "none") return { source: closed(choice.nextTryMs), others: others(null) };
    const { name } = choice;
    const current = rows.find(({ chosenMs }) => chosenMs !== null);
    const next = rows.find((row) => row.name === name);
    // Others may have other settings: pages read from what they can, and no job goes by that.
    if (isJob && !isGuest && next && current?.name !== name) await writeChosen(db, current, next, Date.now());
    const source = sources.get(name);
    if (!source) throw new Error(`${name} is no source with bytes`);
    return { source, others: others(name) };
  }

  /** Answers nothing, in words, until the first of them may be tried again. */
  function closed(retryAtMs: PosixMs): ChainSource {
    const [first] = sources.values();
    if (!first) throw new Error("no chain source is set");
    const text = `none of them can be asked now. The next try is at ${clockTime(retryAtMs)}.`;
    const source = aroundSource(first, () =>
      Promise.reject(new ChainSourceError("unavailable", "the chain sources", text, { retryAtMs })),
    );
    return { ...source, name: "no chain source" };
  }

  return { choose, watch };
}
