import type { Bounds } from "./bounds";

const BASE: Bounds = {
  earned: [0b011, 0b100],
  depth: 1,
  rollbacks: 1,
  restores: 0,
  cancels: 1,
  databases: 1,
  engines: 1,
  holdsBack: false,
};

interface Design {
  readonly says: string;
  readonly bounds: Bounds;
}

/** The protocol as it is meant, in bounds that can be exhausted: nothing may be found in any of them. */
export const DESIGNS = {
  "two-days": {
    says: "two days, rollbacks of up to two blocks, lines that a reading may hold back",
    bounds: { ...BASE, depth: 2, holdsBack: true },
  },
  "empty-day": {
    says: "a day without prizes between two others, which is closed; rollbacks of up to two blocks",
    bounds: { ...BASE, earned: [0b01, 0, 0b10], depth: 2, holdsBack: true },
  },
  "three-days": {
    says: "three days that pay",
    bounds: { ...BASE, earned: [0b0011, 0b0100, 0b1000] },
  },
  restore: {
    says: "a database that is lost, or restored from a backup of any time",
    bounds: { ...BASE, restores: 1 },
  },
  "two-engines": {
    says: "two engines on one database",
    bounds: { ...BASE, engines: 2 },
  },
  "two-databases": {
    says: "two instances, each with a database of its own",
    bounds: { ...BASE, earned: [0b01, 0b10], databases: 2 },
  },
} as const satisfies Record<string, Design>;
