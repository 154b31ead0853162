import { ChainSourceError } from "@/server/chain/sources/error";
import { type OpenedSource, openSources } from "@/server/chain/sources/open-sources";
import type { Env } from "@/server/env";
import { sourcesLeftOut } from "@/server/env/sources";
import { inWords } from "../command";

/**
 * Says which chain sources there are, which is read first, and which one gives the second opinion. Fails if one of them
 * is of another network, or if none answers and one refuses us. Where they are away, starts anyway: pages work without
 * them.
 */
export async function checkChain(settings: Env): Promise<void> {
  const opened = openSources(settings);
  const failures: ChainSourceError[] = [];
  for (const { source } of opened) {
    try {
      await source.genesis();
    } catch (error) {
      if (!(error instanceof ChainSourceError) || error.kind === "wrong-network") throw error;
      failures.push(error);
    }
  }
  const isAnyThere = failures.length < opened.length;
  const lasting = failures.find(({ isPassing }) => !isPassing);
  if (lasting && !isAnyThere) throw lasting;
  for (const failure of failures) console.error(inWords(failure));
  if (opened.length > 1) for (const line of saySources(opened)) console.error(line);
  for (const name of sourcesLeftOut(settings))
    console.error(`${name} is set, but SOURCES leaves it out: it is not used.`);
  if (!isAnyThere) console.error("Starting anyway. Nothing is read or paid until the chain source answers.");
}

/** One line for each: what it is for. */
export function saySources(opened: readonly OpenedSource[]): string[] {
  const able = opened.filter(({ hasBytes }) => hasBytes);
  const first = able[0];
  const witness = opened.find(({ source }) => source.kind !== first?.source.kind);
  return opened.map((each) => {
    const uses = [
      each === first ? "read from first" : "",
      each.hasBytes && each !== first ? "read from while those before it are away" : "",
      each === witness ? "gives the second opinion" : "",
      !each.hasBytes && each !== witness ? "a witness" : "",
    ];
    return `Chain source ${each.name} (${each.source.name}): ${uses.filter(Boolean).join(", ")}`;
  });
}
