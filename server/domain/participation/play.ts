import type { ParsedAddress } from "../cardano/address";
import { parseAddress } from "../cardano/address";
import { identityOf } from "../identity";
import type { ChainTransaction, OutRef, SpentOutput, TxOutput } from "../ports";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Height, Hex, Identity, Lovelace, PosixMs } from "../units";
import { datumItemAt, identityNamedBy } from "./datum-field";

/** A transaction that counts as a play. At most one play per transaction. */
export type Play = {
  readonly txHash: Hex;
  readonly height: Height;
  readonly timeMs: PosixMs;
  readonly identity: Identity;
  /** What the transaction left at the game's address, net. */
  readonly lovelace: Lovelace;
};

export type NoPlayReason =
  | "failed-phase-2"
  | "does-not-pay-game"
  | "pays-too-little"
  | "datum-names-nobody"
  | "datum-names-several"
  | "script-plays"
  | "no-key-input";

export type PlayResult =
  | { readonly kind: "play"; readonly play: Play }
  | { readonly kind: "no-play"; readonly reason: NoPlayReason }
  /** It is a play, but whose depends on what these inputs were. */
  | { readonly kind: "unknown-player"; readonly lovelace: Lovelace; readonly missing: readonly OutRef[] };

/** The part of the rules that makes a transaction a play. */
export type PlayRule = {
  readonly gameAddress: string;
  readonly participation: Pick<Rules["participation"], "minimumLovelace" | "playerDatumField">;
};

/**
 * Whether a transaction is a play, and whose (server/domain/day/PROTOCOL.md, "Who plays, who is paid").
 *
 * - The net amount counts: outputs to the game's address less inputs from it. Otherwise moving the game's own money
 *   through a transaction would look like paying it.
 * - The datum of those outputs names the player, if the rules say where; else the player is the identity of the key
 *   that owns the most lovelace among the inputs (ties: lowest bytes), not counting the game. An identity that owns
 *   over half of all that went in needs no look at the rest.
 * - This decides only who has played, never where money goes: that follows the tokens, so joining one's own payment key
 *   to a player's public stake key gains nothing.
 */
export function findPlay(transaction: ChainTransaction, rule: PlayRule): PlayResult {
  if (!transaction.valid) return no("failed-phase-2");
  const paying = transaction.outputs.filter((output) => output.address === rule.gameAddress);
  if (paying.length === 0) return no("does-not-pay-game");
  const spent = transaction.inputs.flatMap(({ output }) => output ?? []);
  const lovelace = lovelaceOf(paying) - lovelaceOf(spent.filter(({ address }) => address === rule.gameAddress));
  const { minimumLovelace, playerDatumField } = rule.participation;
  if (lovelace < minimumLovelace) return no("pays-too-little");
  const player = playerDatumField
    ? playerFromDatum(paying, playerDatumField)
    : playerFromInputs(transaction, rule.gameAddress);
  if (typeof player === "object") {
    return "missing" in player ? { kind: "unknown-player", lovelace, missing: player.missing } : player;
  }
  const { height, timeMs } = transaction.block;
  return { kind: "play", play: { txHash: transaction.hash, height, timeMs, identity: player, lovelace } };
}

function playerFromDatum(outputs: readonly TxOutput[], path: readonly number[]): Identity | PlayResult {
  const named = new Set<Identity>();
  for (const output of outputs) {
    const item = output.inlineDatum === null ? null : datumItemAt(output.inlineDatum, path);
    const identity = item && identityNamedBy(item);
    if (identity) named.add(identity);
  }
  const [identity, another] = [...named].sort(compareText);
  if (!identity) return no("datum-names-nobody");
  if (another) return no("datum-names-several");
  if (identity.startsWith("script:")) return no("script-plays");
  return identity;
}

type Missing = { readonly missing: readonly OutRef[] };

function playerFromInputs(transaction: ChainTransaction, gameAddress: string): Identity | PlayResult | Missing {
  const game = parseAddress(gameAddress);
  const gameIdentity = "problem" in game ? null : identityOf(game);
  const owned = new Map<Identity, Lovelace>();
  for (const { output } of transaction.inputs) {
    const identity = output && keyOwnerOf(output.address);
    if (!identity || identity === gameIdentity) continue;
    owned.set(identity, (owned.get(identity) ?? 0n) + output.lovelace);
  }
  const [richest] = [...owned].sort(([a, lovelaceA], [b, lovelaceB]) =>
    lovelaceA === lovelaceB ? compareText(a, b) : lovelaceA > lovelaceB ? -1 : 1,
  );
  const missing = transaction.inputs.filter(({ output }) => output === null).map(({ ref }) => ref);
  if (missing.length > 0) {
    const total = spentLovelace(transaction);
    const isCertain = richest && total !== null && richest[1] * 2n > total;
    if (!isCertain) return { missing };
  }
  return richest ? richest[0] : no("no-key-input");
}

/** All that went in, by what came out; null where deposits or an unwritten fee hide it. */
function spentLovelace({ outputs, feeLovelace, withdrawnLovelace, movesDeposits }: ChainTransaction): Lovelace | null {
  if (feeLovelace === null || movesDeposits) return null;
  return lovelaceOf(outputs) + feeLovelace - withdrawnLovelace;
}

/** The identity of a key that can spend from this address; null for scripts, and for Byron and pointer addresses. */
function keyOwnerOf(address: string): Identity | null {
  const parsed: ParsedAddress | { problem: string } = parseAddress(address);
  if ("problem" in parsed || parsed.kind === "byron" || parsed.kind === "reward") return null;
  if (parsed.payment.kind === "script") return null;
  const identity = identityOf(parsed);
  return identity?.startsWith("key:") ? identity : null;
}

function lovelaceOf(outputs: readonly NonNullable<SpentOutput["output"]>[]): Lovelace {
  return outputs.reduce((total, output) => total + output.lovelace, 0n);
}

function no(reason: NoPlayReason): PlayResult {
  return { kind: "no-play", reason };
}
