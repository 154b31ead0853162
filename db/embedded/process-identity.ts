import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** Whether a process with this id exists (a zombie, dead but not yet collected, does not count). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and is not ours.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return readStat(pid)?.state !== "Z";
}

/** State letter and start time of a process from /proc/<pid>/stat (proc(5)); undefined without /proc. */
function readStat(pid: number): { state: string; startTicks: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the name in brackets, which may hold brackets and spaces itself.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTicks: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

/** `pid`, or `pid:start time` if the system tells it, so that a reused id is not mistaken; undefined if dead. */
export function identifyProcess(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  const stat = readStat(pid);
  return stat ? `${pid}:${stat.startTicks}` : `${pid}`;
}

/** Whether `pid` is a PostgreSQL server of exactly this data directory (a server's working folder is its data). */
export function isServerOf(pid: number, clusterDirectory: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDirectory && commandOf(pid).includes("postgres");
  } catch {
    const command = commandOf(pid);
    return command.includes("postgres") && command.includes(clusterDirectory);
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    try {
      return execFileSync("ps", ["-o", "command=", "-p", `${pid}`], { encoding: "utf8" });
    } catch {
      return "";
    }
  }
}
