import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { endProcess } from "@/server/engine/process";

/** The product ends its own processes first. */
const STOP_MS = 20_000;

/** The demo's child processes. All are ended, in reverse order, however the demo ends. */
export class Processes {
  private readonly children: { readonly name: string; readonly child: ChildProcess }[] = [];
  private ended: string | null = null;
  private stopping = false;

  constructor() {
    process.once("exit", () => this.killAll());
  }

  /** Starts one of our TypeScript commands. Resolves to the first JSON line that it prints. */
  async startCommand<T>(name: string, args: string[], env: Record<string, string> = {}): Promise<T> {
    const stdio = ["pipe", "pipe", "pipe"] as const;
    const child = this.start(name, process.execPath, ["--import", "tsx", ...args], { env, stdio });
    return new Promise<T>((resolve, reject) => {
      let out = "";
      let err = "";
      child.stderr?.on("data", (chunk) => {
        err += chunk;
      });
      child.stdout?.on("data", (chunk) => {
        out += chunk;
        const line = out.split("\n").find((text) => text.startsWith("{"));
        if (line && out.includes("\n")) resolve(JSON.parse(line) as T);
      });
      child.once("error", (error) => reject(new Error(`Cannot start ${name}: ${error.message}`)));
      child.once("exit", (code) => reject(new Error(`${name} ended with code ${code}: ${err.trim()}`)));
    });
  }

  /** Starts any program. Its output is dropped unless `log` takes it. */
  start(
    name: string,
    command: string,
    args: string[],
    options: {
      readonly env: Record<string, string>;
      readonly stdio?: readonly ("pipe" | "ignore")[];
      readonly log?: (text: string) => void;
    },
  ): ChildProcess {
    const { env, stdio = ["ignore", "ignore", "pipe"], log } = options;
    const child = spawn(command, args, { stdio: [...stdio], env: { ...process.env, ...env } });
    child.stderr?.on("data", (chunk) => log?.(String(chunk)));
    child.once("exit", (code, signal) => {
      if (!this.stopping) this.ended = `${name} ended unexpectedly (${signal ?? code})`;
    });
    this.children.push({ name, child });
    return child;
  }

  /** Throws if a child has ended unexpectedly. */
  check(): void {
    if (this.ended) throw new Error(this.ended);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // Everyone who still waits for something in the demo sees this at the next check.
    this.ended ??= "The demo was stopped.";
    for (const { child } of this.children.reverse()) await endProcess(child, STOP_MS);
    this.children.length = 0;
  }

  /** Resident memory of this process and its descendants, in MiB; 0 without /proc. */
  residentMiB(): number {
    const parents = new Map<number, number>();
    const sizes = new Map<number, number>();
    let entries: string[] = [];
    try {
      entries = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
    } catch {
      return 0;
    }
    for (const entry of entries) {
      try {
        const status = readFileSync(`/proc/${entry}/status`, "utf8");
        parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
        sizes.set(Number(entry), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      } catch {
        // It ended after the listing.
      }
    }
    const isOurs = (pid: number): boolean =>
      pid === process.pid || (parents.has(pid) && parents.get(pid) !== 0 && isOurs(parents.get(pid) ?? 0));
    let total = 0;
    for (const [pid, size] of sizes) if (isOurs(pid)) total += size;
    return Math.round(total / 1024);
  }

  private killAll(): void {
    for (const { child } of this.children) child.kill("SIGKILL");
  }
}
