import type { ParsedAddress } from "../cardano/address";
import { parseAddress } from "../cardano/address";
import { identityOf } from "../identity";
import type { ChainTransaction, TxOutput } from "../ports";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Height, Hex, Identity, Lovelace, PosixMs, Slot } from "../units";
import { datumItemAt, identityNamedBy } from "./datum-field";

/** One transaction that counts as having played. At most one a transaction. */
export type Play = {
  readonly txHash: Hex;
  readonly height: Height;
  readonly slot: Slot;
  readonly timeMs: PosixMs;
  readonly indexInBlock: number;
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
  | { readonly kind: "no-play"; readonly reason: NoPlayReason; readonly detail: string };

/**
 * Whether a transaction is a play, and whose (server/domain/day/PROTOCOL.md, "Who plays, who is paid").
 *
 * - What counts is net: outputs to the game's address less inputs from it. Otherwise moving the game's own
 *   money through a transaction would look like paying it.
 * - The player is named by the datum of those outputs, if the rules say where; else it is the identity of a
 *   key that owns the most lovelace among the inputs (ties: lowest bytes), the game itself aside.
 * - This decides only who has played. It never decides where money goes: that follows the tokens, so joining
 *   one's own payment key to a player's public stake key gains nothing.
 */
export function findPlay(transaction: ChainTransaction, rules: Rules): PlayResult {
  if (!transaction.valid) return no("failed-phase-2", "The transaction failed phase 2: only its collateral was spent.");
  const paying = transaction.outputs.filter((output) => output.address === rules.gameAddress);
  if (paying.length === 0) return no("does-not-pay-game", `No output goes to the game's address ${rules.gameAddress}.`);
  const taken = transaction.inputs.filter((input) => input.address === rules.gameAddress);
  const lovelace = lovelaceOf(paying) - lovelaceOf(taken);
  const { minimumLovelace, playerDatumField } = rules.participation;
  if (lovelace < minimumLovelace) {
    return no("pays-too-little", `It leaves ${lovelace} lovelace with the game; a play needs ${minimumLovelace}.`);
  }
  const player = playerDatumField
    ? playerFromDatum(paying, playerDatumField)
    : playerFromInputs(transaction.inputs, rules.gameAddress);
  if (typeof player !== "string") return player;
  const { height, slot, timeMs } = transaction.block;
  const { hash: txHash, indexInBlock } = transaction;
  return { kind: "play", play: { txHash, height, slot, timeMs, indexInBlock, identity: player, lovelace } };
}

function playerFromDatum(outputs: readonly TxOutput[], path: readonly number[]): Identity | PlayResult {
  const named = new Set<Identity>();
  for (const output of outputs) {
    const item = output.inlineDatum === null ? null : datumItemAt(output.inlineDatum, path);
    const identity = item && identityNamedBy(item);
    if (identity) named.add(identity);
  }
  const [identity, another] = [...named].sort(compareText);
  const where = `position [${path.join(", ")}] of the inline datum`;
  if (!identity) return no("datum-names-nobody", `No key hash or address was found at ${where}.`);
  if (another) return no("datum-names-several", `Several players are named at ${where}: pay for one a transaction.`);
  if (identity.startsWith("script:")) return no("script-plays", `A script is named at ${where}; scripts do not play.`);
  return identity;
}

function playerFromInputs(inputs: readonly TxOutput[], gameAddress: string): Identity | PlayResult {
  const game = parseAddress(gameAddress);
  const gameIdentity = "problem" in game ? null : identityOf(game);
  const owned = new Map<Identity, Lovelace>();
  for (const input of inputs) {
    const identity = keyOwnerOf(input.address);
    if (!identity || identity === gameIdentity) continue;
    owned.set(identity, (owned.get(identity) ?? 0n) + input.lovelace);
  }
  const [richest] = [...owned].sort(([a, lovelaceA], [b, lovelaceB]) =>
    lovelaceA === lovelaceB ? compareText(a, b) : lovelaceA > lovelaceB ? -1 : 1,
  );
  if (!richest) return no("no-key-input", "No input belongs to a key, so nobody can be said to have played.");
  return richest[0];
}

/** The identity of a key that can spend from this address; null for scripts, and for Byron and pointer addresses. */
function keyOwnerOf(address: string): Identity | null {
  const parsed: ParsedAddress | { problem: string } = parseAddress(address);
  if ("problem" in parsed || parsed.kind === "byron" || parsed.kind === "reward") return null;
  if (parsed.payment.kind === "script") return null;
  const identity = identityOf(parsed);
  return identity?.startsWith("key:") ? identity : null;
}

function lovelaceOf(outputs: readonly TxOutput[]): Lovelace {
  return outputs.reduce((total, output) => total + output.lovelace, 0n);
}

function no(reason: NoPlayReason, detail: string): PlayResult {
  return { kind: "no-play", reason, detail };
}
