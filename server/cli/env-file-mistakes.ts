import { shown } from "@/server/domain/shown";
import { VARIABLES } from "@/server/env";

/** With those that only a signer reads (server/cli/signer/door.ts), and that of every command. */
const KNOWN = [...VARIABLES, "SIGNER_HOST", "SIGNER_TLS_CERT", "SIGNER_TLS_KEY", "DEBUG"];
const MOST_EDITS = 2;
/** A shorter name of another program may well be this close to one of ours. */
const SHORTEST = 8;

/** A variable that the product itself reads. */
export function isOurs(name: string): boolean {
  return KNOWN.includes(name);
}

/** What a file of variables holds in vain: lines that set nothing, and names that nothing reads. */
export function findMistakes(text: string, names: readonly string[]): string[] {
  const lines = text.split(/\r?\n/).flatMap((line, at) => {
    const isWord = /^\s*(export\s+)?[A-Za-z_]\w*\s*($|[:\s][^=]*$)/.test(line);
    return isWord ? [`line ${at + 1} has no "=" after its name. Write NAME=value.`] : [];
  });
  const strange = names.flatMap((name) => {
    const meant = KNOWN.includes(name) ? undefined : KNOWN.find((known) => isClose(name, known));
    return meant === undefined ? [] : [`nothing reads ${shown(name)}. ${meant} is meant, or rename it.`];
  });
  return [...lines, ...strange];
}

function isClose(name: string, known: string): boolean {
  return (
    known.length >= SHORTEST && Math.abs(name.length - known.length) <= MOST_EDITS && edits(name, known) <= MOST_EDITS
  );
}

/** Letters to add, to leave out or to change (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
