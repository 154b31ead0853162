import { type ChildProcess, spawn } from "node:child_process";
import type { Life } from "./keep-running";

/** How long a process may take to end when it is asked to. */
const STOP_MS = 10_000;

/** Starts a Node process with our output, and a channel by which it learns of our end (`onParentGone`). */
export function startProcess(args: readonly string[], variables: NodeJS.ProcessEnv): Life {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"], env: variables });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
    child.once("error", (error) => resolve(`did not start (${error.message})`));
  });
  return { ended, stop: () => endProcess(child) };
}

/** Asks a child process to end; kills it if it takes too long. */
export function endProcess(child: ChildProcess, withinMs = STOP_MS): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), withinMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** In a process that `startProcess` started: calls `leave` once its parent is gone, however that ended. */
export function onParentGone(leave: () => void): void {
  if (!process.send) return;
  if (process.connected) process.once("disconnect", leave);
  else leave();
}
