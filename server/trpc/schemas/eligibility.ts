import { z } from "zod";
import { ADDRESS_FORM } from "@/server/domain/cardano/typed-address";
import { DECISION_CODES } from "@/server/domain/eligibility/decision";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import type { HistoryEntry } from "@/server/services/eligibility/history";
import { sayLineReason } from "@/server/words/line-reason";
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
  // What else is taken as an address, and what is wrong with it, the service says.
  address: z.string().meta({
    description:
      "Payment or stake address on the game's network, in bech32, hex or base58, or an ADA Handle. Blanks and " +
      "invisible characters are dropped, and an address is taken out of a `web+cardano:` link or an explorer's.",
    pattern: ADDRESS_FORM.source,
    example:
      "addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae",
  }),
  beforeDay: dayCursor("`nextBeforeDay` of the previous page of the history."),
});

const expected = z.object({
  earnedLovelace: lovelace,
  openingLovelace: lovelace.meta({ description: "Carried over from earlier days." }),
  settledBeforeLovelace: lovelace.meta({
    description: "Carried over from earlier days, and settled by days that ended and come first: not part of the rest.",
  }),
  toPayLovelace: lovelace.meta({
    description: "Estimated amount to pay. Final once the day is confirmed.",
  }),
  carriedLovelace: lovelace.meta({
    description: "Below the minimum payout or held back: carried over to the next day.",
  }),
  minimumPayoutLovelace: lovelace.nullable(),
  heldBackBecause: z.array(z.string()).meta({ description: "Why an amount above the minimum is carried over." }),
});

const historyEntry = z.object({
  dayIndex,
  dayState,
  quantity,
  earnedLovelace: lovelace,
  openingLovelace: lovelace,
  toPayLovelace: lovelace,
  carriedLovelace: lovelace,
  amountState,
  transactions: z.array(transaction),
});

export const eligibilityOutput = z.object({
  address: z.string(),
  handle: z.string().nullable().meta({
    description: "The handle that was asked for, without its dollar sign; whoever holds it now has this address.",
  }),
  status: z.literal("provisional").meta({ description: "Today's result can change until the day's last block." }),
  dayIndex,
  block: block.meta({ description: "Block at which all of this was read." }),
  rulesVersion: z.number().int(),
  code: z.enum(DECISION_CODES),
  eligible: z.boolean(),
  unpayable: z.object({ reason: z.string(), text: z.string(), advice: z.string() }).nullable().meta({
    description:
      "For an address that can never be eligible (Byron, pointer, script): the reason and what to use instead.",
  }),
  identity: z.string().nullable().meta({
    description: "Owner of the address: its stake credential, or its payment credential if it has none.",
  }),
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
  played: z.array(z.object({ txHash: hash, height, timeMs, lovelace })).meta({ description: "Newest 25." }),
  quantity: quantity.meta({ description: "Tokens that count." }),
  notCountedQuantity: quantity.meta({ description: "Tokens there, or of this owner, that count for nobody." }),
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
  const { address, handle, status, dayIndex: day, block: at, rulesVersion } = view;
  const common = { address, handle, status, dayIndex: day, block: at, rulesVersion };
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
      notCountedQuantity: String(view.quantity),
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
    notCountedQuantity: String(view.notCountedQuantity),
    held: view.held.map((row) => ({
      address: row.address,
      quantity: String(row.quantity),
      notCountedBecause: row.unresolved?.text ?? null,
    })),
    utxos: view.utxos.map((row) => ({ ...row, quantity: String(row.quantity) })),
    expected: {
      earnedLovelace: String(amounts.earnedLovelace),
      openingLovelace: String(amounts.openingLovelace),
      settledBeforeLovelace: String(amounts.settledBeforeLovelace),
      toPayLovelace: String(amounts.payoutLovelace),
      carriedLovelace: String(amounts.carriedLovelace),
      minimumPayoutLovelace: amounts.minimumPayoutLovelace === null ? null : String(amounts.minimumPayoutLovelace),
      heldBackBecause: amounts.heldBack.flatMap((reason) => sayLineReason(reason) ?? []),
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
    toPayLovelace: String(entry.payoutLovelace),
    carriedLovelace: String(entry.carriedLovelace),
    amountState: amount,
    transactions: [...transactions],
  };
}
