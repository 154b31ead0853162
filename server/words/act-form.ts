import type { Amount } from "../domain/contract/amount";
import { ACT_FIELDS, type ActField, type ActName, type TypedAct } from "../domain/contract/typed-act";
import type { PoolDatum, Settings } from "../domain/contract/types";
import type { FieldProblem } from "../domain/fields";
import { ada, count, duration, text, tokens, type Unit } from "./document/units";
import { sentence } from "./sentence";

/** What an act is for, where people choose one. */
export const ACT_WORDS: Record<ActName, { readonly label: string; readonly does: string }> = {
  cancel: {
    label: "Cancel",
    does: "Stops the plan that is being paid, and voids every signature for the pool that is not used yet.",
  },
  withdraw: { label: "Withdraw to the treasury", does: "Sends money of the pool to its treasury." },
  "add-approver": { label: "Add an approver", does: "One more key may sign. Its owner signs the text too." },
  "drop-approver": { label: "Drop an approver", does: "A key loses its say." },
  "set-threshold": { label: "How many must sign", does: "Changes how many approvers a plan and an act need." },
  "set-daily-limit": { label: "Daily limit", does: "The most that the plan of one day may pay." },
  "set-reserve": { label: "Reserve", does: "What stays in the pool, whatever is paid or withdrawn." },
  "set-max-fee": { label: "Highest fee", does: "What one transaction may cost the pool, 2 to 10 ADA." },
  "set-min-deposit": { label: "Smallest deposit", does: "What a deposit must bring at least." },
  "set-min-gap": { label: "Gap between payouts", does: "The shortest time between two Commits." },
  "set-window": { label: "Time that a plan has", does: "How near and how far the deadline of a plan may be." },
  "set-operator": { label: "Operator's key", does: "The server's key that executes what was approved." },
  "set-oracle": { label: "Oracle's key", does: "The key that proposes plans. The new one signs the text too." },
  close: { label: "Close the pool", does: "Burns the state token, and sends everything to the treasury. For ever." },
};

type FieldWords = { readonly label: string; readonly unit: Unit; readonly hint?: string };

const FIELD_WORDS: Record<ActField, FieldWords> = {
  key: { label: "Public key", unit: text, hint: "64 hexadecimal digits, as in its key file." },
  operator: { label: "Key hash", unit: text, hint: "56 hexadecimal digits: npm run keys shows it." },
  threshold: { label: "Approvers who must sign afterwards", unit: count("approver") },
  lovelace: { label: "Amount", unit: ada },
  tokens: { label: "Tokens", unit: tokens },
  minGapMs: { label: "Shortest gap", unit: duration },
  minWindowMs: { label: "Deadline, at least", unit: duration, hint: "After the Commit." },
  maxWindowMs: { label: "Deadline, at most", unit: duration, hint: "After the Commit." },
};

/** Keys and hashes: long, and in hexadecimal digits. */
export const isHexField = (field: ActField): boolean => field === "key" || field === "operator";

/** The pool as far as a form shows it. */
export type PoolNow = {
  readonly settings: Settings;
  readonly datum: Pick<PoolDatum, "maxFeeLovelace" | "operator">;
};

export type FormField = {
  readonly field: ActField;
  readonly label: string;
  readonly hint: string;
};

/** The fields of an act, with what to type and what is there now. No tokens where the pool has none. */
export function formFieldsOf(name: ActName, pool: PoolNow): FormField[] {
  const { prizeAsset } = pool.settings;
  const fields: readonly ActField[] = ACT_FIELDS[name];
  return fields
    .filter((field) => field !== "tokens" || prizeAsset !== null)
    .map((field) => {
      const { label, unit, hint } = FIELD_WORDS[field];
      const present = presentText(name, field, pool);
      const parts = [hint ?? (unit.hint && sentence(unit.hint)), present === null ? null : `Today: ${present}.`];
      return {
        field,
        label: field === "tokens" && prizeAsset ? `${label} (${prizeAsset.label})` : label,
        hint: parts.filter(Boolean).join(" "),
      };
    });
}

/** What the pool has for this field today, as it would be typed; null where it has no such thing. */
function presentText(name: ActName, field: ActField, { settings, datum }: PoolNow): string | null {
  const value = presentOf(name, { settings, datum })[field];
  return value === undefined ? null : FIELD_WORDS[field].unit.say(value);
}

function presentOf(
  name: ActName,
  { settings, datum }: PoolNow,
): { readonly [field in ActField]?: string | number | bigint } {
  const { threshold, dailyLimit, minDeposit, minGapMs, minWindowMs, maxWindowMs } = settings;
  const amount = ({ lovelace, tokens }: Amount) => ({ lovelace: `${lovelace}`, tokens: `${tokens}` });
  switch (name) {
    case "cancel":
    case "close":
    case "withdraw":
    case "set-oracle":
    case "set-operator":
      return {};
    case "add-approver":
    case "drop-approver":
    case "set-threshold":
      return { threshold };
    case "set-max-fee":
      return { lovelace: `${datum.maxFeeLovelace}` };
    case "set-reserve":
      return { lovelace: `${settings.reserveLovelace}` };
    case "set-daily-limit":
      return amount(dailyLimit);
    case "set-min-deposit":
      return amount(minDeposit);
    case "set-min-gap":
      return { minGapMs };
    case "set-window":
      return { minWindowMs, maxWindowMs };
  }
}

/** The act of what is typed in people's units, or which field means nothing. An empty one is left out. */
export function fillAct(
  name: ActName,
  typed: Readonly<Record<string, string>>,
): { readonly ok: true; readonly act: TypedAct } | { readonly ok: false; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const fields: Record<string, string> = {};
  for (const field of ACT_FIELDS[name]) {
    const given = typed[field]?.trim() ?? "";
    if (given === "") continue;
    const { unit } = FIELD_WORDS[field];
    const value = unit.read(isHexField(field) ? given.toLowerCase() : given);
    if (value === undefined) problems.push({ field, problem: sentence(`should be ${unit.hint}`) });
    else fields[field] = String(value);
  }
  return problems.length === 0 ? { ok: true, act: { name, fields } } : { ok: false, problems };
}
