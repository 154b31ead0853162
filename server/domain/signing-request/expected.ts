import { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { magicOf, networkLabel } from "../cardano/network";
import { hexField, positiveAmountField, problemsOf } from "../fields";
import type { Hex, Lovelace } from "../units";
import { readActText, readKeyText } from "./read-text";
import type { SigningRequest } from "./request";

/** All versions begin so. */
export const EXPECTED_FORMATS = "daily-prize-oracle/expected/";
const EXPECTED_FORMAT = `${EXPECTED_FORMATS}1` as const;

/** What a person knows from elsewhere, and compares every request with: kept on their own machine. */
const expectedSchema = z.strictObject({
  format: z.literal(EXPECTED_FORMAT),
  network: z.string().regex(/^[a-z0-9-]{1,9}$/, { error: "must be a network, such as mainnet" }),
  policyId: hexField(28, "the pool's policy id"),
  mostLovelace: positiveAmountField(),
});

export type Expected = Omit<z.output<typeof expectedSchema>, "format">;
export type ExpectedResult =
  | { readonly ok: true; readonly expected: Expected }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads what was kept, or was typed. */
export function readExpected(document: unknown): ExpectedResult {
  const parsed = expectedSchema.safeParse(document);
  if (!parsed.success) {
    return { ok: false, problems: problemsOf(parsed.error).map(({ field, problem }) => `${field} ${problem}`) };
  }
  const { format: _format, ...expected } = parsed.data;
  return { ok: true, expected };
}

const ADA = /^(0|[1-9][0-9]{0,10})(?:\.([0-9]{1,6}))?$/;

export type TypedExpected = { readonly network: string; readonly policyId: string; readonly mostAda: string };
/** Problems by the field that they are of. */
export type TypedExpectedResult =
  | { readonly ok: true; readonly expected: Expected }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<keyof TypedExpected, string>>> };

/** The same as it is typed, with an amount of ADA. A network's magic in digits is read as the network's label. */
export function readTypedExpected(typed: TypedExpected): TypedExpectedResult {
  const [, whole, places = ""] = ADA.exec(typed.mostAda.trim()) ?? [];
  const mostLovelace = whole === undefined ? "0" : `${BigInt(whole) * 1_000_000n + BigInt(places.padEnd(6, "0"))}`;
  const [named, policyId] = [typed.network.trim().toLowerCase(), typed.policyId.trim().toLowerCase()];
  const magic = magicOf(named);
  const network = magic === null ? named : networkLabel(magic);
  const parsed = expectedSchema.safeParse({ format: EXPECTED_FORMAT, network, policyId, mostLovelace });
  if (parsed.success) return { ok: true, expected: { network, policyId, mostLovelace: parsed.data.mostLovelace } };
  const found = problemsOf(parsed.error).map(({ field, problem }) =>
    field === "mostLovelace"
      ? ["mostAda", "must be an amount of ADA above 0, such as 1500 or 1500.50"]
      : [field, problem],
  );
  return { ok: false, problems: Object.fromEntries(found) };
}

export function writeExpected(expected: Expected): string {
  return toCanonicalJson({ format: EXPECTED_FORMAT, ...expected });
}

/** One thing that was compared. Amounts are lovelace. */
export type Comparison =
  | { readonly of: "network"; readonly expected: string; readonly asked: string; readonly fits: boolean }
  | { readonly of: "pool"; readonly expected: Hex; readonly asked: Hex; readonly fits: boolean }
  | { readonly of: "most"; readonly expected: Lovelace; readonly asked: Lovelace; readonly fits: boolean };

/**
 * Compares a request with what is expected. `paid` is the total that was computed from the report. A key's text may
 * name no pool.
 */
export function compareExpected(request: SigningRequest, expected: Expected, paid: Lovelace | null): Comparison[] {
  const { network, policyId } = subjectOf(request);
  return [
    { of: "network", expected: expected.network, asked: network, fits: network === expected.network },
    ...(policyId === null
      ? []
      : [{ of: "pool", expected: expected.policyId, asked: policyId, fits: policyId === expected.policyId } as const]),
    ...(paid === null
      ? []
      : [{ of: "most", expected: expected.mostLovelace, asked: paid, fits: paid <= expected.mostLovelace } as const]),
  ];
}

/** Which network and pool a request is about, by what is signed. */
export function subjectOf(request: SigningRequest): { readonly network: string; readonly policyId: Hex | null } {
  if (request.kind === "plan") return request.binding;
  if (request.kind === "act") {
    const { network = "", policyId = "" } = readActText(request.text) ?? {};
    return { network, policyId };
  }
  const said = readKeyText(request.text);
  return { network: said?.network ?? "", policyId: said?.kind === "enroll" ? said.policyId : null };
}
