import { type HealthPart, healthPart } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { sentence } from "@/server/words/sentence";
import { INSPECT_SOURCES, SOURCE_STATE_WORDS } from "@/server/words/source-state";
import type { SourceView } from "../../sources/read-sources";

const RETURNS = "It is tried again by itself, and used again once it has answered well for a minute.";

/** How several chain sources are together. A single one is told by the part "source". */
export function judgeSources(sources: readonly SourceView[], nowMs: PosixMs): HealthPart[] {
  if (sources.length < 2) return [];
  const able = sources.filter(({ hasBytes }) => hasBytes);
  const [first] = able;
  const chosen = able.find(({ chosenMs }) => chosenMs !== null) ?? first;
  const isUsable = ({ state }: SourceView) => state === "good" || state === "doubtful" || state === "behind";
  const bad = sources.filter(({ state }) => state !== "good");
  const told = bad.map((source) => say(source, nowMs)).join(" ");
  if (!able.some(isUsable)) {
    const next = `Look after one of these servers, or name another one in SOURCES. ${INSPECT_SOURCES}`;
    return [healthPart("sources", { state: "failing", fact: `No chain source can be read from. ${told}`, next })];
  }
  const differs = sources.find(({ state }) => state === "differs");
  if (differs) {
    const next =
      `Find out which of them is on the right chain. If ${differs.name} is, leave the other ones out of SOURCES; ` +
      "if not, mend it: it is used again when it tells our blocks.";
    return [healthPart("sources", { state: "warning", fact: told, next })];
  }
  if (chosen && chosen !== first) {
    const since = chosen.chosenMs === null ? "" : ` for ${sayAge(Math.max(0, nowMs - chosen.chosenMs))}`;
    const fact = `${chosen.name} is read from${since}, in place of ${first?.name}. ${told}`.trim();
    return [healthPart("sources", { state: "warning", fact, next: `${RETURNS} ${INSPECT_SOURCES}` })];
  }
  if (bad.length > 0) {
    const next = `If ${chosen?.name} failed now, there would be less to go on with. ${RETURNS} ${INSPECT_SOURCES}`;
    return [healthPart("sources", { state: "warning", fact: told, next })];
  }
  const fact = `${chosen?.name} is read from; all ${sources.length} chain sources answer.`;
  return [healthPart("sources", { state: "ok", fact })];
}

function say({ name, state, reason, sinceMs }: SourceView, nowMs: PosixMs): string {
  const what = `${name} ${SOURCE_STATE_WORDS[state]}, for ${sayAge(Math.max(0, nowMs - sinceMs))}`;
  return sentence(reason === null ? what : `${what}: ${reason}`);
}
