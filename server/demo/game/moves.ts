import type { Lovelace } from "@/server/domain/units";
import type { Person } from "./people";
import type { Random } from "./random";
import type { Role } from "./types";

/** What a person does. Moves run in the order of their rounds. */
export type Move = { readonly person: Person; readonly round: number } & (
  | { readonly kind: "play"; readonly lovelace: Lovelace }
  | { readonly kind: "sell"; readonly quantity: bigint; readonly buyer: Person }
);

/** Prize tokens that a person gets at the start, by place. */
export type Grant = { readonly person: Person; readonly quantities: readonly bigint[] };

const TYPICAL = { least: 400_000n, most: 1_000_000n };
const RICH_QUANTITY = 2_500_000n;
const TINY = { least: 1n, most: 50n };
const TOKENS_A_PERSON = 1_000_000n;
/** Plays above the minimum differ a little from each other. */
const EXTRA_STEP_LOVELACE = 10_000n;
const EXTRA_STEPS = 50;
const SEVERAL_PLAYS = 3;
const BUYERS: readonly Role[] = ["rich", "regular", "enterprise"];
const WITHOUT_MOVES: readonly Role[] = ["never-played", "native-script-holder", "plutus-script-holder"];

/** Enough for all grants, whatever the random numbers; the funding wallet keeps the rest. */
export function supplyFor(people: readonly Person[]): bigint {
  return BigInt(people.length) * TOKENS_A_PERSON + RICH_QUANTITY;
}

export function grantTokens(people: readonly Person[], random: Random): Grant[] {
  const typical = () => random.quantity(TYPICAL.least, TYPICAL.most);
  return people.map((person) => {
    if (person.role === "rich") return { person, quantities: [RICH_QUANTITY] };
    if (person.role === "tiny-holder") return { person, quantities: [random.quantity(TINY.least, TINY.most)] };
    if (person.role === "stranger") return { person, quantities: [0n] };
    if (person.role === "stranger-with-a-token") return { person, quantities: [1n] };
    const total = typical();
    if (person.places.length === 1) return { person, quantities: [total] };
    const first = total / 2n + random.quantity(0n, total / 4n);
    return { person, quantities: [first, total - first] };
  });
}

export function planMoves(grants: readonly Grant[], minimumLovelace: Lovelace, random: Random): Move[] {
  const buyers = grants.map(({ person }) => person).filter(({ role }) => BUYERS.includes(role));
  const play = (person: Person, round: number): Move => ({
    person,
    round,
    kind: "play",
    lovelace: playAmount(minimumLovelace, random),
  });
  return grants.flatMap(({ person, quantities }): Move[] => {
    const held = quantities[0] ?? 0n;
    const sell = (quantity: bigint): Move => ({
      person,
      round: 1,
      kind: "sell",
      quantity,
      buyer: random.pick(buyers),
    });
    if (WITHOUT_MOVES.includes(person.role)) return [];
    switch (person.role) {
      case "under-minimum":
        return [{ person, round: 0, kind: "play", lovelace: minimumLovelace - 1n }];
      case "several-plays":
        return Array.from({ length: SEVERAL_PLAYS }, (_, round) => play(person, round));
      case "sold-all":
        return [play(person, 0), sell(held)];
      case "sold-part":
        return [play(person, 0), sell(random.quantity(held / 4n, (held * 3n) / 4n))];
      default:
        return [play(person, 0)];
    }
  });
}

/** The minimum for some, a little more for others. */
export function playAmount(minimumLovelace: Lovelace, random: Random): Lovelace {
  return minimumLovelace + BigInt(random.below(EXTRA_STEPS)) * EXTRA_STEP_LOVELACE;
}
