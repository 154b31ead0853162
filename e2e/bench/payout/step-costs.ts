/** What a step cost: processor milliseconds of this process, and pages of 8 KB that the database touched for it. */
export type Cost = { readonly cpuMs: number; readonly pages: number };

/** Seen less often, it says too little: other work on the machine, and the first time, only add. */
const LEAST_SEEN = 3;

/** By the step's name: the least that it ever cost. */
export class StepCosts {
  private readonly least = new Map<string, Cost & { readonly seen: number }>();

  add(name: string, { cpuMs, pages }: Cost): void {
    const known = this.least.get(name) ?? { cpuMs, pages, seen: 0 };
    this.least.set(name, {
      cpuMs: Math.min(cpuMs, known.cpuMs),
      pages: Math.min(pages, known.pages),
      seen: known.seen + 1,
    });
  }

  of(name: string): Cost | null {
    const known = this.least.get(name);
    return known && known.seen >= LEAST_SEEN ? known : null;
  }

  names(): string[] {
    return [...this.least.keys()];
  }
}

export type Ageing = { readonly name: string; readonly young: Cost; readonly old: Cost; readonly ratio: number };

/** Steps that both have taken, the one that has aged most first: by what it costs us, or the database. */
export function compareCosts(young: StepCosts, old: StepCosts): Ageing[] {
  const rows = young.names().flatMap((name): Ageing[] => {
    const [before, after] = [young.of(name), old.of(name)];
    if (!before || !after) return [];
    const ratio = Math.max(after.cpuMs / before.cpuMs, after.pages / Math.max(before.pages, 1));
    return [{ name, young: before, old: after, ratio }];
  });
  return rows.sort((a, b) => b.ratio - a.ratio);
}
