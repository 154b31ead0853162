import { open, stat } from "node:fs/promises";
import type { ChosenFile } from "@/server/domain/signing-request/chosen-files";

/** A file of a report, which is read in stretches: a report of a million lines is never held whole. */
export async function chosenFile(name: string): Promise<ChosenFile> {
  const { size } = await stat(name);
  return { name, size, slice: (start, end) => ({ arrayBuffer: () => readStretch(name, start, end) }) };
}

async function readStretch(name: string, start: number, end: number): Promise<ArrayBuffer> {
  const file = await open(name);
  try {
    const bytes = new Uint8Array(new ArrayBuffer(end - start));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      // It is shorter than it was: its hash tells.
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.buffer.slice(0, filled);
  } finally {
    await file.close();
  }
}
