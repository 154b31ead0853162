import { describe, expect, it } from "vitest";
import { constr, type PlutusData, parseData, serialiseData } from "@/server/domain/cardano/plutus-data";
import { encodeAct } from "@/server/domain/contract/act-codec";
import { decodeDatum, encodeDatum } from "@/server/domain/contract/datum";
import { readPool } from "@/server/domain/contract/read-pool";
import { hashSettings } from "@/server/domain/contract/settings";
import { approvalOf } from "@/server/testing/contract/approval-mutants";
import { textOf } from "@/server/testing/contract/changes";
import { WRONG_DATUM } from "@/server/testing/contract/datum-mutants";
import { initDraft } from "@/server/testing/contract/init-draft";
import { MUTANT_FEE, type Mutation } from "@/server/testing/contract/mutant";
import { IDLE, poolIn, TRACED } from "@/server/testing/contract/mutant-pool";
import { withDatum, withOutput } from "@/server/testing/contract/mutations";
import { somePayouts } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, PRIZE_ASSET, SETTINGS } from "@/server/testing/contract/pool-terms";
import { signedPlan } from "@/server/testing/contract/signed-plans";
import { cancelDraft, cancelOf, PAYING, payDraft } from "@/server/testing/contract/valid-drafts";
import { expectAccepted, expectRefused, verdicts } from "@/server/testing/contract/verdicts";
import { draftSpend } from "./draft-spend";

/** The same data in other bytes: lists of definite length, integers with zeros before them. */
function otherwise(data: PlutusData, padding: number): string {
  if (typeof data === "bigint") return paddedInteger(data, padding);
  if (typeof data === "string") return serialiseData(data);
  if ("pairs" in data) throw new Error("no maps are in a datum");
  const items = "constr" in data ? data.fields : data;
  const list = (0x80 + items.length).toString(16) + items.map((item) => otherwise(item, padding)).join("");
  return "constr" in data ? `d8${(121 + data.constr).toString(16)}${list}` : list;
}

/** A bignum (tag 2) in chunks of 64 bytes. */
function paddedInteger(value: bigint, padding: number): string {
  const digits = value.toString(16).padStart(padding * 128 || 2, "0");
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  if (padding === 0) return `c258${(even.length / 2).toString(16).padStart(2, "0")}${even}`;
  const chunks = even.match(/.{1,128}/g) ?? [];
  return `c25f${chunks.map((chunk) => `58${(chunk.length / 2).toString(16).padStart(2, "0")}${chunk}`).join("")}ff`;
}

const withDatumBytes = (inlineDatum: string): Mutation => withOutput(0, () => ({ inlineDatum }));
const withActBytes =
  (data: string): Mutation =>
  (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => (one.purpose.kind === "reward" ? { ...one, data } : one)),
  });

describe("attacks on encodings and numbers", () => {
  it("non-canonical datum: other bytes of the same state are the same state, to the contract and to us", () => {
    const draft = payDraft();
    const canonical = draft.outputs[0]?.inlineDatum ?? "";
    const bytes = otherwise(parseData(canonical), 0);
    expect(bytes).not.toBe(canonical);
    expect(decodeDatum(bytes)).toEqual(decodeDatum(canonical));
    expectAccepted(withDatumBytes(bytes)(draft));
  });

  it("huge datum: the operator pads the state, and the next act takes it off again", () => {
    const bytes = otherwise(parseData(encodeDatum(IDLE)), 12);
    expect(bytes.length / 2).toBeGreaterThan(5_000);
    const padded = poolIn(IDLE);
    const output = { ...padded.pool.output, inlineDatum: bytes };
    const reading = readPool(output, TRACED.policyId, PRIZE_ASSET);
    expect(reading).toMatchObject({ ok: true, pool: { datum: IDLE } });
    const pool = { ...padded.pool, output };
    const act = { redeemer: cancelOf(IDLE), signatories: [] };
    const draft = draftSpend({ ...padded, pool, validFromSlot: null }, act)(MUTANT_FEE);
    expect((draft.outputs[0]?.inlineDatum ?? "").length / 2).toBeLessThan(200);
    expectAccepted(draft);
  });

  it("datum with fields too many or too few", () => {
    const fields = (data: PlutusData) => (typeof data === "object" && "constr" in data ? data.fields : []);
    const canonical = parseData(payDraft().outputs[0]?.inlineDatum ?? "");
    const longer = serialiseData(constr(0, ...fields(canonical), 0n));
    const shorter = serialiseData(constr(0, ...fields(canonical).slice(0, -1)));
    for (const bytes of [longer, shorter]) expectRefused(withDatumBytes(bytes)(payDraft()), WRONG_DATUM);
    const init = initDraft({ settings: SETTINGS, operator: OPERATOR.hash, maxFeeLovelace: 3_000_000n }, 0n);
    const first = fields(parseData(init.outputs[0]?.inlineDatum ?? ""));
    expectRefused(withDatumBytes(serialiseData(constr(0, ...first, 0n)))(init), /expect|datum/);
  });

  it("non-canonical settings: other bytes have the same hash, other settings do not", () => {
    const bytes = otherwise(parseData(encodeAct(cancelOf(IDLE))), 0);
    // Not Aiken's evaluator: it writes data again in the form in which it read them, which the ledger forgets.
    const { ledger, scripts } = verdicts(withActBytes(bytes)(cancelDraft()));
    expect([ledger.accepted, scripts.accepted]).toEqual([true, true]);
    const reordered = { ...SETTINGS, approvers: [...SETTINGS.approvers].reverse() };
    expect(hashSettings(reordered)).not.toBe(hashSettings(SETTINGS));
    const act = encodeAct({ ...cancelOf(IDLE), settings: reordered });
    expectRefused(withActBytes(act)(cancelDraft()), /settings_hash\(settings\) == datum\.settings \? False/);
  });

  it("act with fields too many or of another kind", () => {
    const act = parseData(encodeAct(cancelOf(IDLE)));
    const fields = typeof act === "object" && "constr" in act ? act.fields : [];
    const strange = [constr(2, ...fields, 0n), constr(2, ...fields.slice(1)), constr(8, ...fields), 0n, ""];
    for (const data of strange) expectRefused(withActBytes(serialiseData(data))(cancelDraft()), /Error evaluated/);
  });

  it("negative numbers: a total, a day, a deadline below zero", () => {
    const terms = poolIn(IDLE);
    const plan = signedPlan(terms, [somePayouts(2)]).redeemer;
    const valid = draftSpend(terms, { redeemer: plan, signatories: [OPERATOR.hash] })(MUTANT_FEE);
    const negative = /n >= 0 \? False|total\.\w+ >=? 0 \? False|day > datum\.last_day \? False/;
    for (const change of [
      { total: { lovelace: -5n, tokens: 0n } },
      { total: { lovelace: 5n, tokens: -5n } },
      { day: -1 },
      { deadlineMs: -1 },
      { outputs: -1 },
    ]) {
      expectRefused(withActBytes(encodeAct({ ...plan, ...change }))(valid), negative);
    }
  });

  it("integer overflow: numbers beyond 64 bits are only large", () => {
    const huge = 1n << 70n;
    const change = { kind: "setReserve", reserveLovelace: huge } as const;
    const approvals = [0, 1].map((index) => approvalOf(index, textOf(change)));
    const act = { kind: "updateSettings", settings: SETTINGS, change, approvals } as const;
    expectAccepted(
      draftSpend({ ...poolIn(IDLE), validFromSlot: null }, { redeemer: act, signatories: [] })(MUTANT_FEE),
    );
    const more = { ...PAYING, status: { ...PAYING.status, remaining: { lovelace: huge, tokens: huge } } };
    expectRefused(withDatum(more as typeof PAYING)(payDraft()), WRONG_DATUM);
  });

  it("trapped funds: no change can make a quorum that cannot be reached or a text that cannot be signed", () => {
    const pool = { ...poolIn(IDLE), validFromSlot: null };
    const draft = draftSpend(pool, { redeemer: cancelOf(IDLE), signatories: [] })(MUTANT_FEE);
    const signed = (change: Parameters<typeof textOf>[0]) => {
      const approvals = [0, 1].map((index) => approvalOf(index, textOf(change)));
      return withActBytes(encodeAct({ kind: "updateSettings", settings: SETTINGS, change, approvals }))(draft);
    };
    expectRefused(signed({ kind: "setThreshold", threshold: 5 }), /threshold <= count \? False/);
    expectRefused(signed({ kind: "setThreshold", threshold: 0 }), /threshold >= 1 \? False/);
    expectRefused(signed({ kind: "setOperator", operator: "12".repeat(27) }), /\? False/);
    const named = { ...SETTINGS, network: "magic4294967295" };
    const init = initDraft({ settings: named, operator: OPERATOR.hash, maxFeeLovelace: 3_000_000n }, 0n);
    expectRefused(init, /is_word\(settings\.network.*\? False/);
  });
});
