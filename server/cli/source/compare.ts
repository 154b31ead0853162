import type { Database } from "@/db/client";
import type { OpenedSource } from "@/server/chain/sources/open-sources";
import { toCanonicalJson } from "@/server/domain/canonical";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { shown } from "@/server/domain/shown";
import { timeOfBlock } from "@/server/services/chain-now";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { type ComparedAt, compareAt, heightBefore } from "@/server/services/second-opinion/compare-at";
import { rulesInForce } from "@/server/services/settings-in-force";
import { saySourceDifference, sayWhyWaiting } from "@/server/words/second-opinion";
import { usageError } from "../command";
import { environmentSources } from "../environment-source";
import { withUnchangedDatabase } from "../with-database";

export type CompareValues = {
  readonly block?: string | undefined;
  readonly "plays-from"?: string | undefined;
  readonly witness?: string | undefined;
};

/** Holds our books at a block against a witness: progress on stderr, a line of JSON, exit code 1 unless they agree. */
export async function compare(values: CompareValues): Promise<void> {
  const height = readHeight("--block", values.block);
  if (height === null) throw usageError("--block is missing: the height of the block to compare at.");
  const playsFrom = readHeight("--plays-from", values["plays-from"]);
  if (playsFrom !== null && playsFrom > height) throw usageError("--plays-from is above --block.");
  const opened = environmentSources();
  const first = opened.find(({ hasBytes }) => hasBytes);
  if (!first?.hasBytes) throw usageError("No chain source is set that has the bytes of transactions.");
  const witness = witnessOf(opened, first, values.witness);
  const found = await withUnchangedDatabase(async (db) => {
    const wanted = {
      height,
      playsFrom: playsFrom ?? (await heightOfDay(db, height)),
      rules: await rulesAt(db, height),
    };
    console.error(`Comparing at block ${height}, plays from block ${wanted.playsFrom} on`);
    return compareAt({ db, source: first.source }, witness.source, { ...wanted, tell: console.error });
  });
  console.error(`\n${say(found)}`);
  const ok = found.kind === "compared" && found.total === 0;
  console.log(toCanonicalJson({ ok, ...found }));
  process.exitCode = ok ? 0 : 1;
}

function readHeight(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,12}$/.test(value)) throw usageError(`${option} is a block's height, and not ${shown(value)}.`);
  return Number(value);
}

/** Of another kind, unless somebody names one. */
function witnessOf(opened: readonly OpenedSource[], first: OpenedSource, name: string | undefined): OpenedSource {
  if (name === undefined) {
    const other = opened.find(({ source }) => source.kind !== first.source.kind);
    if (!other) throw usageError("No chain source of another kind is set. With --witness NAME another one is asked.");
    return other;
  }
  const named = opened.find((each) => each.name === name);
  if (!named) throw usageError(`No chain source ${shown(name)} is set: ${opened.map((each) => each.name).join(", ")}.`);
  if (named === first) throw usageError(`${name} is what our books are read from: name another one.`);
  return named;
}

async function intervalOf(db: Database): Promise<number> {
  const pool = await loadPoolRow(db);
  if (!pool) throw new Error("no pool has been read from the chain yet");
  return pool.settings.intervalMs;
}

/** Where the day's length before the block begins. */
async function heightOfDay(db: Database, height: number): Promise<number> {
  return heightBefore({ db }, height, await intervalOf(db));
}

/** By which the day of that block is read. */
async function rulesAt(db: Database, height: number) {
  const timeMs = await timeOfBlock(db, height);
  const inForce =
    timeMs === null ? await rulesInForce(db) : await rulesInForce(db, dayIndexOf(timeMs, await intervalOf(db)));
  if (!inForce) throw new Error("no rules are in force at that block");
  return inForce.rules;
}

function say(found: ComparedAt): string {
  if (found.kind === "waits") return `Not compared: ${sayWhyWaiting(found.witness, found.why)}.`;
  if (found.total === 0) return "They say the same of plays, holdings and supply.";
  const rows = found.rows.map((row) => `  ${saySourceDifference(row, found)}`);
  return [`${found.total} ${found.total === 1 ? "difference" : "differences"}; the first:`, ...rows].join("\n");
}
