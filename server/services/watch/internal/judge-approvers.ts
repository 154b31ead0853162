import type { Finding } from "@/server/domain/monitoring/finding";
import type { DayIndex, Hex } from "@/server/domain/units";

/** People have at least this long to sign before a day counts as one that asked them. */
const LEAST_WAIT_MS = 10 * 60_000;
/** One day missed says nothing. */
const LEAST_DAYS = 2;

/** A day that was approved lately, by the approvers that the pool still has. */
export type ApprovedDay = {
  readonly dayIndex: DayIndex;
  readonly signers: readonly Hex[];
  /** From the request to the last approval that was needed. */
  readonly tookMs: number;
  /** Whether one of the signatures was a person's. */
  readonly byPerson: boolean;
};

export type Approver = {
  readonly publicKey: Hex;
  /** Null where nobody has enrolled the key. */
  readonly person: { readonly id: string; readonly name: string } | null;
};

/** Who signed none of the days that others signed. A day that signers approved at once asked nobody. */
export function judgeApprovers(days: readonly ApprovedDay[], approvers: readonly Approver[]): Finding[] {
  const asked = days.filter(({ byPerson, tookMs }) => byPerson || tookMs >= LEAST_WAIT_MS);
  if (asked.length < LEAST_DAYS) return [];
  const silent = approvers.filter(({ publicKey }) => asked.every(({ signers }) => !signers.includes(publicKey)));
  return silent.map(({ publicKey, person }) => {
    const who = person?.name ?? `The approver with the key ${publicKey}`;
    const first = Math.min(...asked.map(({ dayIndex }) => dayIndex));
    return {
      kind: "approver-silent",
      subject: person ? `user:${person.id}` : `key:${publicKey}`,
      fact: `${who} has signed none of the ${asked.length} days that asked for approvals since day ${first}; others did.`,
      next: "Ask whether they are there and still have the key. If not, propose add-approver and drop-approver: /admin/pool",
      sinceMs: null,
    };
  });
}
