import type { View } from "../chain/chain";
import type { Listed } from "./listed";
import { failure, json, NOT_FOUND, type Question, type Reply } from "./question";
import { type Answer, entryRow } from "./routes";
import { blockRow } from "./rows";
import { pageOf, type Traits } from "./traits";

/** An answer as a server with these traits sends it: in range, in pages, as JSON. */
export function toReply(answer: Answer, question: Question, traits: Traits, view: View): Reply {
  if (answer.kind === "unknown") return NOT_FOUND;
  if (answer.kind === "object") return json(answer.value);
  if (answer.kind === "blocks") {
    const rows = answer.blocks.map((block) => blockRow(block, view));
    return pageOf(rows, question, { ...traits, lastPage: null });
  }
  const { list, subject, entries } = answer;
  const hasRange = list === "address" || (list === "asset" && !traits.assetsIgnoreRanges);
  const from = Number(question.query.get("from") ?? 0);
  const to = Number(question.query.get("to") ?? Number.MAX_SAFE_INTEGER);
  if (hasRange && from > to) return failure(400, "Bad Request", "from is above to");
  const isAboveTip = to > (view.at(-1)?.height ?? 0) && question.query.has("to");
  if (hasRange && traits.refusesAboveTip && isAboveTip) return failure(400, "Bad Request", "to is above the tip");
  const inRange = ({ block }: Listed) => !hasRange || (block.height >= from && block.height <= to);
  const rows = entries
    .filter(inRange)
    .map((entry) => entryRow(list, subject, traits.hidesIndexes ? { ...entry, index: 0 } : entry))
    .map((row) => (traits.hidesTimes && typeof row === "object" ? { ...row, block_time: undefined } : row));
  return pageOf(rows, question, hasRange ? traits : { ...traits, lastPage: null });
}
