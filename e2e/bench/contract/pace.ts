import { demandJudged, type PlannedPay, payAndVerify } from "@/server/testing/contract/full-pay";

export type Pace = {
  readonly payMs: number;
  readonly payCpuMs: number;
  readonly parts: { readonly buildMs: number; readonly verifyMs: number };
  readonly heapGrowthMiB: number | null;
  readonly memoryGrowthMiB: number | null;
};

export type JudgePace = { readonly judgeMs: number; readonly slowestMs: number; readonly peakMiB: number };

/** Rounds after which caches, compiled code and the libraries' memories have their final size. */
const WARM_ROUNDS = 100;
const MIB = 1 << 20;

/** Medians of building and verifying the same Pay repeatedly, and the memory growth meanwhile. */
export async function measurePace(planned: PlannedPay, rounds: number): Promise<Pace> {
  const times = { total: [] as number[], build: [] as number[], verify: [] as number[], cpu: [] as number[] };
  let warm: Memory | null = null;
  for (let round = 1; round <= rounds; round++) {
    const before = process.cpuUsage();
    const { buildMs, verifyMs } = payAndVerify(planned);
    const { user, system } = process.cpuUsage(before);
    times.cpu.push((user + system) / 1_000);
    times.total.push(buildMs + verifyMs);
    times.build.push(buildMs);
    times.verify.push(verifyMs);
    // As in production, where every Pay waits for the network: finalizers free WASM objects between turns.
    await nextTurn();
    if (round % WARM_ROUNDS !== 0) continue;
    const memory = await settledMemory();
    warm ??= memory;
    console.error(
      `round ${round}: heap ${memory.heapMiB.toFixed(1)} MiB, process ${memory.residentMiB.toFixed(1)} MiB`,
    );
  }
  const last = warm && rounds > WARM_ROUNDS ? await settledMemory() : null;
  const growth = (of: (memory: Memory) => number) => (warm && last ? round1(of(last) - of(warm)) : null);
  return {
    payMs: median(times.total),
    payCpuMs: median(times.cpu),
    parts: { buildMs: median(times.build), verifyMs: median(times.verify) },
    heapGrowthMiB: growth(({ heapMiB }) => heapMiB),
    memoryGrowthMiB: growth(({ residentMiB }) => residentMiB),
  };
}

/**
 * How long the judge takes for the same Pay, in its thread, and the most memory that the process had meanwhile. The
 * start of a thread shows in the slowest, and hardly in the median.
 */
export async function measureJudge(planned: PlannedPay, rounds: number): Promise<JudgePace> {
  const { signed } = payAndVerify(planned);
  const times: number[] = [];
  let peakMiB = 0;
  for (let round = 1; round <= rounds; round++) {
    const start = performance.now();
    await demandJudged(signed, planned);
    times.push(performance.now() - start);
    peakMiB = Math.max(peakMiB, process.memoryUsage().rss / MIB);
    if (round % 20 === 0) console.error(`judged ${round} times: process ${peakMiB.toFixed(0)} MiB at most`);
  }
  return { judgeMs: median(times), slowestMs: Math.round(Math.max(...times)), peakMiB: Math.round(peakMiB) };
}

type Memory = { readonly heapMiB: number; readonly residentMiB: number };

async function settledMemory(): Promise<Memory> {
  if (!globalThis.gc) throw new Error("memory can only be measured with node --expose-gc");
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMiB: heapUsed / MIB, residentMiB: rss / MIB };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
