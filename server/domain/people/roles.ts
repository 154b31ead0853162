/**
 * - `viewer` reads everything in the console, and may bring a deposit of their own.
 * - `operator` also keeps it running: jobs, incidents, freezing.
 * - `approver` also objects to and signs payouts.
 * - `admin` also changes rules, people and settings.
 *
 * Each role includes the one before. Signing also needs an enrolled key, and the chain counts the keys.
 */
export const ROLES = ["viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The lowest role that may do it. */
const LOWEST_ROLE = {
  "console.read": "viewer",
  "audit.read": "viewer",
  "audit.export": "viewer",
  "job.run": "operator",
  "incident.open": "operator",
  "incident.acknowledge": "operator",
  "incident.note": "operator",
  "incident.resolve": "operator",
  "alert.test": "operator",
  "day.freeze": "operator",
  "engine.pause": "operator",
  "backup.create": "operator",
  "day.approve": "approver",
  "day.object": "approver",
  "day.cancel": "approver",
  "day.release": "approver",
  "day.resume": "approver",
  "pool.top-up": "viewer",
  "day.close": "approver",
  "payouts.release": "approver",
  "engine.resume": "approver",
  "source.accept-single": "approver",
  "pool.administer": "approver",
  "rules.propose": "admin",
  "rules.confirm": "admin",
  "settings.change": "admin",
  "user.manage": "admin",
  "backup.restore": "admin",
} as const satisfies Record<string, Role>;

export type Action = keyof typeof LOWEST_ROLE;
export const ACTIONS = Object.keys(LOWEST_ROLE) as readonly Action[];

/** What nobody may do alone (server/domain/day/PROTOCOL.md, "Two people"). */
export const TWO_PERSON_ACTIONS: readonly Action[] = [
  "day.release",
  "payouts.release",
  "day.close",
  "source.accept-single",
  "rules.confirm",
  "settings.change",
  "backup.restore",
];

export function can(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LOWEST_ROLE[action]);
}

/** Whether this role makes somebody one of the two people that something takes. */
export function isOneOfTwo(role: Role): boolean {
  return TWO_PERSON_ACTIONS.some((action) => can(role, action));
}

/** The roles that may do it, for the message to a person who may not. */
export function rolesThatCan(action: Action): readonly Role[] {
  return ROLES.filter((role) => can(role, action));
}
