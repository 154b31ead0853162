import { decode } from "cborg/json";
import { FileError, readTextFile } from "./read-text";

/** The value in a file of JSON. Throws FileError, also where a field stands twice: one of the two would be lost. */
export async function readJsonFile(file: string): Promise<unknown> {
  return parseJson(file, await readTextFile(file));
}

/** The same of a text; `name` is what it is called in the error. */
export function parseJson(name: string, text: string): unknown {
  if (text.trim() === "") throw new FileError(`${name} is empty.`);
  refuseTwice(name, text);
  try {
    return JSON.parse(text);
  } catch {
    throw new FileError(`${name} is not JSON.`);
  }
}

/** JSON.parse takes the last of two fields of one name in silence, and says in other words where each Node stumbles. */
function refuseTwice(name: string, text: string): void {
  try {
    decode(Buffer.from(text), { rejectDuplicateMapKeys: true });
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const field = /repeat map key "(.*)"$/s.exec(said)?.[1];
    if (field !== undefined) throw new FileError(`${name} has the field ${JSON.stringify(field)} twice. Remove one.`);
    const at = /at position (\d+)/.exec(said)?.[1];
    throw new FileError(`${name} is not JSON${at === undefined ? "" : `: ${placeOf(text, Number(at))}`}.`);
  }
}

/** Bytes are counted from 0; lines and their characters, as editors do, from 1. */
function placeOf(text: string, position: number): string {
  const before = Buffer.from(text).subarray(0, position).toString("utf8").split("\n");
  return `it goes wrong at line ${before.length}, character ${(before.at(-1) ?? "").length + 1}`;
}
