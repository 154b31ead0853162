/** From best to worst. `waits`: on purpose, and it says for what. `unknown`: nobody has looked, or not lately. */
export const HEALTH_STATES = ["ok", "waits", "unknown", "warning", "failing"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** What only an engine can look at: it has keys, files and the chain libraries. */
export const LOOKED_AT_PARTS = [
  "source",
  "second opinion",
  "clock",
  "oracle",
  "approvers",
  "signers' versions",
  "operator",
  "reports",
  "pool",
  "audit log",
] as const;
export type LookedAtPart = (typeof LOOKED_AT_PARTS)[number];

export type PartName =
  | LookedAtPart
  | "database"
  | "sources"
  | "scan"
  | "history"
  | "engine"
  | `job ${string}`
  | "pause"
  | "chain"
  | "days"
  | "stopped days"
  | "plays"
  | "live"
  | "events"
  | "watch";

/** One part of the service: how it is, and what a person does about it. */
export type HealthPart = {
  readonly name: PartName;
  readonly state: HealthState;
  /** A sentence that says what is so. */
  readonly fact: string;
  /** What to do, with the command or page; null where nothing is to be done. */
  readonly next: string | null;
  /** The page of the console where it is done. */
  readonly href: string | null;
  /** The part that tells the same as a problem of its own, so that nobody is told twice. */
  readonly toldBy: PartName | null;
};

export type Health = { readonly state: HealthState; readonly parts: readonly HealthPart[] };

type Said = Pick<HealthPart, "state" | "fact"> & Partial<Pick<HealthPart, "next" | "href" | "toldBy">>;

/** A part of a certain name. */
export type NamedPart<Name extends PartName> = HealthPart & { readonly name: Name };

export function healthPart<Name extends PartName>(name: Name, said: Said): NamedPart<Name> {
  const { state, fact, next = null, href = null, toldBy = null } = said;
  return { name, state, fact, next, href, toldBy };
}

/** `ok` if there are none. */
export function worstState(parts: readonly Pick<HealthPart, "state">[]): HealthState {
  const worst = Math.max(0, ...parts.map(({ state }) => HEALTH_STATES.indexOf(state)));
  return HEALTH_STATES[worst] ?? "ok";
}

/** Whether somebody should look at it. What waits on purpose goes on by itself. */
export function wantsSomebody({ state }: Pick<HealthPart, "state">): boolean {
  return state !== "ok" && state !== "waits";
}
