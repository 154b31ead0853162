import { readFile } from "node:fs/promises";
import path from "node:path";

const FILE = "RUNBOOKS.md";

/** The section of RUNBOOKS.md with this heading, without it; null if there is none, or no such file. */
export async function readRunbook(kind: string): Promise<string | null> {
  const text = await readFile(path.join(process.cwd(), FILE), "utf8").catch(() => null);
  return text === null ? null : sectionOf(text, kind);
}

export function sectionOf(document: string, heading: string): string | null {
  const section = document.split(/^## /m).find((each) => each.split("\n", 1)[0]?.trim() === heading);
  return section?.slice(section.indexOf("\n") + 1).trim() || null;
}
