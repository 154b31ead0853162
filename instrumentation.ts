/** Next.js calls this once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { ensureEngine } = await import("./server/engine/thread");
  ensureEngine(process.env.ENGINE_SOCKET, (socketPath) => {
    process.env.ENGINE_SOCKET = socketPath;
  });
}
