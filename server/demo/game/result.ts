import type { Lovelace } from "@/server/domain/units";
import { NOTES } from "./cast";
import type { Grant, Move } from "./moves";
import { mainAddress } from "./people";
import type { GamePlayer } from "./types";

/** Everyone at the start: with their grants and no play. */
export function tellMembers(grants: readonly Grant[]): GamePlayer[] {
  return grants.map(({ person, quantities }) => ({
    name: person.name,
    role: person.role,
    identity: person.identity,
    addresses: person.places.map((place, index) => ({ ...place, quantity: quantities[index] ?? 0n })),
    played: false,
    plays: 0,
    note: NOTES[person.role],
  }));
}

/** The same people after these moves: who holds what, and whose plays count. */
export function afterMoves(
  members: readonly GamePlayer[],
  moves: readonly Move[],
  minimumLovelace: Lovelace,
): GamePlayer[] {
  const traded = sumTrades(moves);
  const counts = countPlays(moves, minimumLovelace);
  return members.map((member) => {
    const plays = member.plays + (counts.get(member.name) ?? 0);
    const addresses = member.addresses.map((held) => ({
      ...held,
      quantity: held.quantity + (traded.get(held.address) ?? 0n),
    }));
    return { ...member, addresses, plays, played: plays > 0 };
  });
}

/** By address: tokens bought less tokens sold. Sales go between people's first addresses. */
function sumTrades(moves: readonly Move[]): Map<string, bigint> {
  const changes = new Map<string, bigint>();
  const add = (address: string, quantity: bigint) => changes.set(address, (changes.get(address) ?? 0n) + quantity);
  for (const move of moves) {
    if (move.kind !== "sell") continue;
    add(mainAddress(move.person), -move.quantity);
    add(mainAddress(move.buyer), move.quantity);
  }
  return changes;
}

function countPlays(moves: readonly Move[], minimumLovelace: Lovelace): Map<string, number> {
  const counts = new Map<string, number>();
  for (const move of moves) {
    if (move.kind !== "play" || move.lovelace < minimumLovelace) continue;
    counts.set(move.person.name, (counts.get(move.person.name) ?? 0) + 1);
  }
  return counts;
}
