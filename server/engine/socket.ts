import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A new place for the engine's socket, in a folder that only our own user may enter: who reaches it may start jobs. It
 * is removed when this process ends.
 */
export function newSocketPath(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "prize-engine-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, "socket");
}
