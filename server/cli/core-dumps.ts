import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const HOW =
  'Start it where none are written: "ulimit -c 0" in the shell before, LimitCORE=0 in its systemd unit, or ' +
  "--ulimit core=0 for a container.";
const ALLOWED = `A crash could write an opened key to disk: this process may leave a core dump. ${HOW}`;
const UNKNOWN = `Whether a crash could write an opened key to disk cannot be told on this system. ${HOW}`;

/**
 * Sees to it that no crash of this process, nor of those that it starts, writes its memory to disk, where an opened
 * key would be in plain. Ask before a key is opened. Where the system cannot be told so, says how to start it instead;
 * throws that if `isRefused`, and it is certain that dumps are allowed.
 */
export function forbidCoreDumps({ isRefused = false } = {}): void {
  leaveMemoryOut();
  if (limitNow() !== "none") setLimit();
  const limit = limitNow();
  if (limit === "none") return;
  if (limit === "some" && isRefused) throw new Error(ALLOWED);
  console.error(limit === "some" ? ALLOWED : UNKNOWN);
}

/** Of Linux: also a program to which the system hands dumps, whatever the limit, gets none of the memory. */
function leaveMemoryOut(): void {
  attempt(() => writeFileSync("/proc/self/coredump_filter", "0"));
}

/** Node cannot do it itself. A limit that is lower now cannot be raised again. */
function setLimit(): void {
  attempt(() => execFileSync("prlimit", ["--pid", `${process.pid}`, "--core=0:0"], { stdio: "ignore" }));
}

/** The limit of this process. Without /proc, that of a shell that it starts. */
function limitNow(): "none" | "some" | "unknown" {
  const limits = attempt(() => readFileSync("/proc/self/limits", "utf8"));
  const limit =
    limits === null
      ? attempt(() => execFileSync("/bin/sh", ["-c", "ulimit -c"], { encoding: "utf8", stdio: "pipe" }).trim())
      : /^Max core file size +(\w+)/m.exec(limits)?.[1];
  if (!limit) return "unknown";
  return limit === "0" ? "none" : "some";
}

function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}
