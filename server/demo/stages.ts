import type { Processes } from "./processes";

/** Shows the demo's progress on stderr: one line per stage, rewritten in place on a terminal. */
export class Stages {
  readonly stageMs: Record<string, number> = {};
  peakMiB = 0;
  private current: { readonly name: string; readonly label: string; readonly startedMs: number } | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly processes: Processes) {
    this.timer = setInterval(() => this.measure(), 1_000);
    this.timer.unref();
  }

  /** Runs one stage and records how long it took. */
  async run<T>(name: string, label: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T> {
    this.current = { name, label, startedMs: performance.now() };
    this.show("…");
    try {
      const result = await work((text) => this.show(text));
      this.finish("done");
      return result;
    } catch (error) {
      this.finish("failed");
      throw error;
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private finish(word: string): void {
    if (!this.current) return;
    const ms = Math.round(performance.now() - this.current.startedMs);
    this.stageMs[this.current.name] = ms;
    this.measure();
    this.show(`${word}, ${(ms / 1_000).toFixed(1)} s`);
    if (process.stderr.isTTY) process.stderr.write("\n");
    this.current = null;
  }

  private measure(): void {
    this.peakMiB = Math.max(this.peakMiB, this.processes.residentMiB());
  }

  private show(text: string): void {
    if (!this.current) return;
    const line = `  ${this.current.label.padEnd(34)} ${text}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
    else if (text !== "…") process.stderr.write(`${line}\n`);
  }
}
