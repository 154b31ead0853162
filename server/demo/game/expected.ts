import type { Identity } from "@/server/domain/units";
import type { GameResult } from "./types";

export type ExpectedEligible = {
  readonly identity: Identity;
  /** Tokens that count, by the address that gets their share. */
  readonly addresses: readonly { readonly address: string; readonly quantity: bigint }[];
  readonly quantity: bigint;
};

/**
 * Who must be owed something after the game, from what was played alone. Written without the domain's code on purpose:
 * the product's own answer is compared with it.
 */
export function expectedEligible(game: Pick<GameResult, "members">): ExpectedEligible[] {
  const people = new Map<Identity, { played: boolean; held: Map<string, bigint> }>();
  for (const { identity, played, addresses } of game.members) {
    const known = people.get(identity) ?? { played: false, held: new Map<string, bigint>() };
    people.set(identity, known);
    known.played ||= played;
    for (const { address, quantity, payable } of addresses) {
      if (!payable || quantity === 0n) continue;
      known.held.set(address, (known.held.get(address) ?? 0n) + quantity);
    }
  }
  return [...people]
    .filter(([, { played, held }]) => played && held.size > 0)
    .map(([identity, { held }]) => ({
      identity,
      addresses: [...held].map(([address, quantity]) => ({ address, quantity })),
      quantity: [...held.values()].reduce((total, quantity) => total + quantity, 0n),
    }));
}

/** All addresses that must hold prize tokens, the funding wallet's included. They add up to the supply. */
export function expectedHolders(game: GameResult): Map<string, bigint> {
  const held = new Map<string, bigint>([[game.funding.address, game.funding.tokens]]);
  for (const { address, quantity } of game.members.flatMap(({ addresses }) => addresses)) {
    held.set(address, (held.get(address) ?? 0n) + quantity);
  }
  return new Map([...held].filter(([, quantity]) => quantity > 0n));
}
