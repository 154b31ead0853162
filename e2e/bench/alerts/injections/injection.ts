import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";
import type { Installation } from "../installation";
import type { Unwell } from "../keep-well";

/** What goes wrong, brought about in the rows, processes and servers in which it would show. */
export type Injection = {
  readonly kind: IncidentKind;
  /** What the installation does not keep well meanwhile. */
  readonly unwell?: Unwell;
  /** So often an engine looks at it, where the rows are what an engine sees: so late they may come. */
  readonly seenWithinMs?: number;
  readonly begin: (at: Installation, nowMs: PosixMs) => Promise<unknown>;
  /** Again before each look, where it goes on: failed visits, for example. */
  readonly again?: (at: Installation, nowMs: PosixMs) => Promise<unknown>;
  readonly end: (at: Installation, nowMs: PosixMs) => Promise<unknown>;
};
