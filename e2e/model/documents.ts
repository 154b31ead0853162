/*
 * What is named by its hash: reports, plans, and the states of the pool that plans are bound to. Equal contents are one
 * object here, so `===` compares hashes, and `id` stands for the hash where a state is written down.
 */

/** Lines (what a day owes one address), one bit each. */
export type Lines = number;

export interface Report {
  readonly id: number;
  /** Counted from 0. */
  readonly day: number;
  readonly previous: Report | null;
  /** What is paid, in order; empty for a closed day. */
  readonly batches: readonly Lines[];
  /** Owed, and carried to the next day. */
  readonly carried: Lines;
  /** Lines that were in two openings: the plan would pay them double. */
  readonly doubled: Lines;
}

/** The state of the pool that a signature is bound to: the last plan, how much of it is left, the nonce. */
export interface Binding {
  readonly id: number;
  /** null before the first Commit. */
  readonly plan: Plan | null;
  /** Batches of that plan which were paid. The contract holds the commitment of the rest, which says the same. */
  readonly paid: number;
  readonly nonce: number;
}

export interface Plan {
  readonly id: number;
  readonly binding: Binding;
  readonly report: Report;
}

/** All documents of one exploration. 0 as an id says "none" for a plan or a report. */
export class Documents {
  private readonly reports = new Kept<Report>(1);
  private readonly plans = new Kept<Plan>(1);
  private readonly bindings = new Kept<Binding>(0);

  report(made: Omit<Report, "id">): Report {
    const { day, previous, batches, carried, doubled } = made;
    return this.reports.of(`${day} ${idOf(previous)} ${batches} ${carried} ${doubled}`, (id) => ({ id, ...made }));
  }

  plan(binding: Binding, report: Report): Plan {
    return this.plans.of(`${binding.id} ${report.id}`, (id) => ({ id, binding, report }));
  }

  binding(plan: Plan | null, paid: number, nonce: number): Binding {
    return this.bindings.of(`${idOf(plan)} ${paid} ${nonce}`, (id) => ({ id, plan, paid, nonce }));
  }

  reportOf = (id: number): Report => this.reports.at(id);
  planOf = (id: number): Plan | null => (id === 0 ? null : this.plans.at(id));
  bindingOf = (id: number): Binding => this.bindings.at(id);
}

class Kept<T> {
  private readonly all: T[] = [];
  private readonly byContents = new Map<string, T>();

  constructor(private readonly firstId: number) {}

  of(contents: string, make: (id: number) => T): T {
    const known = this.byContents.get(contents);
    if (known !== undefined) return known;
    const made = make(this.firstId + this.all.length);
    this.all.push(made);
    this.byContents.set(contents, made);
    return made;
  }

  at(id: number): T {
    const found = this.all[id - this.firstId];
    if (found === undefined) throw new Error(`there is no document ${id}`);
    return found;
  }
}

export const idOf = (document: { readonly id: number } | null): number => document?.id ?? 0;

/** The plan of a day among a plan and those before it. */
export function planOfDay(last: Plan | null, day: number): Plan | null {
  for (let plan = last; plan !== null; plan = plan.binding.plan) if (plan.report.day === day) return plan;
  return null;
}

/** Whether `ancestor` is the plan itself or one before it. Before the first plan (null) is before all. */
export function descendsFrom(last: Plan | null, ancestor: Plan | null): boolean {
  for (let plan = last; plan !== null; plan = plan.binding.plan) if (plan === ancestor) return true;
  return ancestor === null;
}

/** The lines of the batches that a plan has not paid, by the chain. */
export function leftOf({ plan, paid }: Binding): Lines {
  let left = 0;
  if (plan !== null) for (let at = paid; at < plan.report.batches.length; at++) left |= plan.report.batches[at] ?? 0;
  return left;
}
