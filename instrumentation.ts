import { isDatabaseAway } from "./db/errors";
import { noteDatabaseAway } from "./server/doors/database-away";

/** Next.js calls this once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { isBehindFront } = await import("./server/doors/limits");
  if (process.env.NODE_ENV === "production" && !isBehindFront()) {
    throw new Error(
      "The web application runs behind its front server, which limits who calls. Start it with: npm start",
    );
  }
  const { watchHealth } = await import("./server/answer-health");
  watchHealth();
  const { ensureEngine } = await import("./server/engine/thread");
  ensureEngine(process.env.ENGINE_SOCKET, (socketPath) => {
    process.env.ENGINE_SOCKET = socketPath;
  });
}

/** Next.js calls this where a page fails, before it answers. */
export function onRequestError(error: unknown): void {
  if (isDatabaseAway(error)) noteDatabaseAway();
}
