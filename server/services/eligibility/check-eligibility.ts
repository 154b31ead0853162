import { addressFromBytes, addressToBytes, type ParsedAddress } from "@/server/domain/cardano/address";
import { ADDRESS_FORM, readTypedAddress } from "@/server/domain/cardano/typed-address";
import { dayEndMs } from "@/server/domain/day/calendar";
import { assessIdentity, readAskedAddress } from "@/server/domain/eligibility/assess";
import type { Decision } from "@/server/domain/eligibility/decision";
import { explainUnresolved, type UnresolvedReason } from "@/server/domain/eligibility/holders";
import { sum } from "@/server/domain/integers";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import type { DayIndex, Identity, Lovelace, PosixMs } from "@/server/domain/units";
import type { UnpayableReason } from "@/server/domain/who-may-be-paid";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { operationsInForce } from "../settings-in-force";
import { estimateToday } from "./estimate";
import { type ExpectedAmounts, expectedOf } from "./expected";
import { type History, readHistory } from "./history";
import type { UncalculatedDays } from "./internal/earlier-days";
import {
  EVIDENCE_ROWS,
  type PlayedTransaction,
  playedTransactions,
  type TokenUtxo,
  tokensAt,
  tokenUtxos,
} from "./internal/evidence";
import { type BeforeLookUp, resolveHandle } from "./internal/resolve-handle";

export type HeldAt = {
  readonly address: string;
  readonly quantity: bigint;
  /** Why its tokens do not count; null if they count. */
  readonly unresolved: { readonly reason: UnresolvedReason; readonly text: string } | null;
};

/** The rules that a player must meet, for the page to explain. */
export type GameTerms = {
  readonly gameAddress: string;
  readonly prizeAsset: string;
  readonly minimumLovelace: Lovelace;
  readonly minimumPlays: number;
  readonly windowDays: number | null;
  readonly minimumQuantity: bigint;
};

export type Verdict = {
  /** The result for a running day can still change. Past days are in the history. */
  readonly status: "provisional";
  readonly dayIndex: DayIndex;
  /** Length of a day, and when this one ends and is read. */
  readonly intervalMs: number;
  readonly dayEndMs: PosixMs;
  /** Everything below was read at this block. */
  readonly block: SnapshotBlock;
  readonly rulesVersion: number;
  readonly terms: GameTerms;
  /** Days that have ended and are calculated before this one; null if there are none. */
  readonly uncalculated: UncalculatedDays | null;
};

export type Eligibility = {
  readonly address: string;
  /** The handle that was asked for, without its dollar sign: whoever holds it now has `address`. */
  readonly handle: string | null;
} & Verdict &
  (
    | {
        readonly kind: "assessed";
        readonly identity: Identity;
        readonly decision: Decision;
        readonly plays: number;
        readonly playedLovelace: Lovelace;
        /** Newest first, at most EVIDENCE_ROWS. */
        readonly played: readonly PlayedTransaction[];
        /** Largest first, at most EVIDENCE_ROWS of `heldAddresses`. */
        readonly held: readonly HeldAt[];
        readonly heldAddresses: number;
        /** Tokens of this owner that count for nobody; the asked address first, at most EVIDENCE_ROWS. */
        readonly notCounted: readonly HeldAt[];
        readonly notCountedQuantity: bigint;
        readonly utxos: readonly TokenUtxo[];
        readonly expected: ExpectedAmounts;
        readonly history: History;
      }
    | {
        readonly kind: "unpayable";
        readonly reason: UnpayableReason;
        readonly text: string;
        readonly advice: string;
        /** Prize tokens there. They count for nobody. */
        readonly quantity: bigint;
      }
  );

/**
 * Whether the owner of an address qualifies today, why, and for how much; and what earlier days paid. The address is a
 * payment or a stake address, or a handle, as a person pasted it. Throws ServiceError `bad-input` if it does not look
 * like one, `not-found` if it does and is none of the game's network, `unavailable` if there is no data yet; and what
 * `beforeLookUp` throws, which is called before the chain source is asked who holds a handle.
 */
export async function checkEligibility(
  ctx: Context,
  input: { address: string; beforeDay?: DayIndex; beforeLookUp?: BeforeLookUp },
): Promise<Eligibility> {
  const { handle, text, parsed } = await readAsked(ctx, input);
  const estimate = await estimateToday(ctx);
  const { rules, version: rulesVersion, dayIndex, intervalMs, block } = estimate;
  const asked = readAskedAddress(rules, text);
  if (asked.kind === "problem") throw new ServiceError("not-found", asked.text);
  const address = parsed.kind === "byron" ? text : addressFromBytes(addressToBytes(text));
  const verdict = {
    address,
    handle,
    status: "provisional",
    dayIndex,
    intervalMs,
    dayEndMs: dayEndMs(dayIndex, intervalMs),
    block,
    rulesVersion,
    terms: termsOf(rules),
    uncalculated: estimate.uncalculated,
  } as const;
  if (asked.kind === "unpayable") {
    return {
      ...verdict,
      kind: "unpayable",
      reason: asked.reason,
      text: asked.text,
      advice: adviceFor(parsed),
      quantity: await tokensAt(ctx.db, address, { rules, height: block.height }),
    };
  }
  const { identity } = asked;
  const played = estimate.participation.get(identity) ?? null;
  const holdings = estimate.holdings.get(identity) ?? [];
  const { decision, unresolved } = assessIdentity(rules, { identity, participation: played, holdings }, block);
  const why = new Map(unresolved.map(({ address: at, reason }) => [at, { reason, text: explainUnresolved(reason) }]));
  const held = holdings
    .map((row): HeldAt => ({ ...row, unresolved: why.get(row.address) ?? null }))
    .sort((a, b) => (a.quantity < b.quantity ? 1 : -1));
  const notCounted = held
    .filter((row) => row.unresolved !== null)
    .sort((a, b) => Number(b.address === address) - Number(a.address === address));
  const [transactions, utxos, history] = await Promise.all([
    playedTransactions(ctx.db, identity, { rules, height: block.height }),
    tokenUtxos(
      ctx.db,
      held.map((row) => row.address),
      { rules, height: block.height },
    ),
    historyOf(ctx, identity, input.beforeDay ?? null),
  ]);
  return {
    ...verdict,
    kind: "assessed",
    identity,
    decision,
    plays: played?.plays ?? 0,
    playedLovelace: played?.paidLovelace ?? 0n,
    played: transactions,
    held: held.slice(0, EVIDENCE_ROWS),
    heldAddresses: held.length,
    notCounted: notCounted.slice(0, EVIDENCE_ROWS),
    notCountedQuantity: sum(notCounted.map((row) => row.quantity)),
    utxos,
    expected: expectedOf(estimate, identity),
    history,
  };
}

type Input = Parameters<typeof checkEligibility>[1];

/** What was typed, as an address. Text that is none on any network is refused without the chain. */
async function readAsked(ctx: Context, { address, beforeLookUp = async () => {} }: Input) {
  const read = readTypedAddress(address);
  if ("problem" in read) throw new ServiceError(ADDRESS_FORM.test(address) ? "not-found" : "bad-input", read.problem);
  if (!("handle" in read)) return { handle: null, ...read };
  const { handle } = read;
  const found = readTypedAddress(await resolveHandle(ctx, handle, beforeLookUp));
  if ("parsed" in found) return { handle, ...found };
  throw new ServiceError(
    "unavailable",
    `Who holds $${handle} was told in a form that is no address. Paste the address itself.`,
  );
}

async function historyOf(ctx: Context, identity: Identity, beforeDay: DayIndex | null): Promise<History> {
  const [now, { confirmDepth }] = await Promise.all([chainNow(ctx.db), operationsInForce(ctx.db)]);
  if (!now) throw new ServiceError("unavailable", "No block has been read yet.");
  return readHistory(ctx.db, identity, { now, confirmDepth }, beforeDay);
}

function termsOf({ gameAddress, prizeAsset, participation, holding }: Rules): GameTerms {
  const { minimumLovelace, minimumPlays, windowDays } = participation;
  const { minimumQuantity } = holding;
  return { gameAddress, prizeAsset, minimumLovelace, minimumPlays, windowDays, minimumQuantity };
}

/** What to use instead of an address that can never be eligible. */
function adviceFor(parsed: ParsedAddress): string {
  switch (parsed.kind) {
    case "byron":
      return "Move the tokens to an address that begins with addr (every current wallet has one), and check that address.";
    case "pointer":
      return "Check the base address of the same wallet (its receive address), or its stake address.";
    default:
      return "Check the address of the wallet that plays: one owned by a key, not by a script.";
  }
}
