export type Spent = { readonly ms: number; readonly cpuMs: number };

/** What it took: on the clock, and of this process's processor time, which other work on the machine changes less. */
export async function timed<T>(work: () => Promise<T>): Promise<Spent & { readonly value: T }> {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: Number(process.hrtime.bigint() - start) / 1e6, cpuMs: (user + system) / 1_000 };
}

/** Stdout is for the one line of JSON. */
export const say = (text: string): void => console.error(text);
