import type { Bounds } from "./bounds";
import { Documents, type Lines } from "./documents";
import type { MistakeName } from "./mistakes";
import { type Database, OPEN, type State } from "./state";

/** What does not change while a design is explored. */
export interface World {
  readonly bounds: Bounds;
  /** The one rule that is broken; null for the design itself. */
  readonly mistake: MistakeName | null;
  readonly documents: Documents;
}

export function makeWorld(bounds: Bounds, mistake: MistakeName | null): World {
  return { bounds, mistake, documents: new Documents() };
}

export const lastDay = ({ bounds }: World): number => bounds.earned.length - 1;

/** What is owed for all days before `day`, paid or not. */
export function owedBefore({ bounds }: World, day: number): Lines {
  let owed = 0;
  for (let at = 0; at < day; at++) owed |= bounds.earned[at] ?? 0;
  return owed;
}

export function emptyDatabase({ bounds }: World): Database {
  return {
    days: bounds.earned.map(() => OPEN),
    resume: null,
    staged: bounds.engines > 1 ? Array.from({ length: bounds.engines }, () => null) : [],
    noted: bounds.earned.map(() => null),
  };
}

export function firstState(world: World): State {
  const { bounds, documents } = world;
  return {
    chain: [{ time: 0, binding: documents.binding(null, 0, 0), paying: false, deadline: 0, paid: 0 }],
    texts: [],
    cancels: [],
    databases: Array.from({ length: bounds.databases }, () => emptyDatabase(world)),
    backup: null,
    rollbacksLeft: bounds.rollbacks,
    restoresLeft: bounds.restores,
  };
}
