import { z } from "zod";
import { DECISION_CODES } from "@/server/domain/eligibility/decision";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import type { HistoryEntry } from "@/server/services/eligibility/history";
import {
  amountState,
  block,
  dayCursor,
  dayIndex,
  dayState,
  hash,
  height,
  lovelace,
  quantity,
  timeMs,
  transaction,
} from "./common";

export const eligibilityInput = z.object({
  address: z.string().min(1).max(300).meta({
    description: "A payment or a stake address of the game's network, bech32 or hex.",
    example:
      "addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae",
  }),
  beforeDay: dayCursor("For the next page of the history: its `nextBeforeDay`."),
});

const expected = z.object({
  earnedLovelace: lovelace,
  openingLovelace: lovelace.meta({ description: "Left owed by earlier days." }),
  payoutLovelace: lovelace.meta({
    description: "What would be paid out; estimated until the day is confirmed.",
  }),
  carriedLovelace: lovelace.meta({
    description: "Below what the ledger takes as an output: kept for the next day.",
  }),
  minimumPayoutLovelace: lovelace.nullable(),
});

const historyEntry = z.object({
  dayIndex,
  dayState,
  quantity,
  earnedLovelace: lovelace,
  openingLovelace: lovelace,
  payoutLovelace: lovelace,
  carriedLovelace: lovelace,
  amountState,
  transactions: z.array(transaction),
});

export const eligibilityOutput = z.object({
  address: z.string(),
  status: z.literal("provisional").meta({ description: "Today's verdict can change until the day's last block." }),
  dayIndex,
  block: block.meta({ description: "The block that everything here was read at." }),
  rulesVersion: z.number().int(),
  code: z.enum(DECISION_CODES),
  eligible: z.boolean(),
  unpayable: z.object({ reason: z.string(), text: z.string(), advice: z.string() }).nullable().meta({
    description: "For an address that can never be eligible (Byron, pointer, script): why, and what would be right.",
  }),
  identity: z
    .string()
    .nullable()
    .meta({ description: "Who the address belongs to: its stake credential, else its payment credential." }),
  checks: z.array(
    z.object({
      rule: z.string(),
      passed: z.boolean(),
      failureCode: z.enum(DECISION_CODES),
      required: z.string(),
      observed: z.string(),
    }),
  ),
  plays: z.number().int(),
  playedLovelace: lovelace,
  played: z.array(z.object({ txHash: hash, height, timeMs, lovelace })).meta({ description: "The newest 25." }),
  quantity: quantity.meta({ description: "Tokens that count." }),
  held: z.array(z.object({ address: z.string(), quantity, notCountedBecause: z.string().nullable() })),
  utxos: z.array(
    z.object({
      txHash: hash,
      outputIndex: z.number().int(),
      address: z.string(),
      quantity,
      createdHeight: height,
    }),
  ),
  expected: expected.nullable(),
  history: z.object({
    entries: z.array(historyEntry),
    nextBeforeDay: dayIndex.nullable(),
    confirmedLovelace: lovelace,
  }),
});

type Output = z.input<typeof eligibilityOutput>;

export function toEligibilityOutput(view: Eligibility): Output {
  const { address, status, dayIndex: day, block: at, rulesVersion } = view;
  const common = { address, status, dayIndex: day, block: at, rulesVersion };
  if (view.kind === "unpayable") {
    const { reason, text, advice } = view;
    return {
      ...common,
      code: "unpayable-address",
      eligible: false,
      unpayable: { reason, text, advice },
      identity: null,
      checks: [],
      plays: 0,
      playedLovelace: "0",
      played: [],
      quantity: "0",
      held: [],
      utxos: [],
      expected: null,
      history: { entries: [], nextBeforeDay: null, confirmedLovelace: "0" },
    };
  }
  const { decision, expected: amounts, history } = view;
  return {
    ...common,
    code: decision.code,
    eligible: decision.eligible,
    unpayable: null,
    identity: view.identity,
    checks: decision.checks.map(({ rule, passed, failureCode, required, observed }) => ({
      rule,
      passed,
      failureCode,
      required,
      observed,
    })),
    plays: view.plays,
    playedLovelace: String(view.playedLovelace),
    played: view.played.map((row) => ({ ...row, lovelace: String(row.lovelace) })),
    quantity: String(decision.quantity),
    held: view.held.map((row) => ({
      address: row.address,
      quantity: String(row.quantity),
      notCountedBecause: row.unresolved?.text ?? null,
    })),
    utxos: view.utxos.map((row) => ({ ...row, quantity: String(row.quantity) })),
    expected: {
      earnedLovelace: String(amounts.earnedLovelace),
      openingLovelace: String(amounts.openingLovelace),
      payoutLovelace: String(amounts.payoutLovelace),
      carriedLovelace: String(amounts.carriedLovelace),
      minimumPayoutLovelace: amounts.minimumPayoutLovelace === null ? null : String(amounts.minimumPayoutLovelace),
    },
    history: {
      entries: history.entries.map(toHistoryOutput),
      nextBeforeDay: history.nextBeforeDay,
      confirmedLovelace: String(history.confirmedLovelace),
    },
  };
}

function toHistoryOutput(entry: HistoryEntry): z.input<typeof historyEntry> {
  const { dayIndex: day, dayState: state, amountState: amount, transactions } = entry;
  return {
    dayIndex: day,
    dayState: state,
    quantity: String(entry.quantity),
    earnedLovelace: String(entry.earnedLovelace),
    openingLovelace: String(entry.openingLovelace),
    payoutLovelace: String(entry.payoutLovelace),
    carriedLovelace: String(entry.carriedLovelace),
    amountState: amount,
    transactions: [...transactions],
  };
}
