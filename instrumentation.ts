/** Next.js calls this once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./server/env");
  if (env().SCHEDULER !== "on") return;
  const { keepSchedulerRunning } = await import("./server/jobs/scheduler");
  keepSchedulerRunning();
}
