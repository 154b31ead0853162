import type { Random } from "./random";
import type { Role } from "./types";

/**
 * Who takes part. `players` identities play for themselves; the others are added, because each shows a way in which a
 * product could pay wrongly.
 */
export const NOTES: Readonly<Record<Role, string>> = {
  rich: "plays once and holds the most; strangers use its stake key",
  regular: "plays once, holds at a base address",
  enterprise: "plays once, holds at an address without a stake key",
  "two-addresses": "plays once, holds at two base addresses with one stake key",
  "several-plays": "plays three times",
  "sold-all": "played, then sold every token: owed nothing",
  "sold-part": "played, then sold a part",
  "tiny-holder": "plays once, holds so little that the reward is carried",
  "script-saver": "plays once; tokens at a script under its own stake key do not count",
  "never-played": "holds tokens but never played: owed nothing",
  "under-minimum": "paid the game one lovelace too little: never played",
  "native-script-holder": "holds at a native script, which never plays",
  "plutus-script-holder": "holds at a Plutus script, which never plays",
  stranger: "plays from a payment key of its own under the rich player's stake key, holds nothing: owed nothing",
  "stranger-with-a-token": "the same with one token: owed that token's share, at that address",
};

/** Per thousand players besides the rich one; at least one each if there are enough players. */
const SHARES: readonly (readonly [Role, number])[] = [
  ["two-addresses", 30],
  ["sold-all", 20],
  ["sold-part", 30],
  ["tiny-holder", 20],
  ["several-plays", 30],
  ["script-saver", 5],
  ["enterprise", 150],
];

/** Besides the players, per thousand of them. */
const EXTRAS: readonly (readonly [Role, number])[] = [
  ["never-played", 10],
  ["under-minimum", 5],
  ["native-script-holder", 5],
  ["plutus-script-holder", 1],
  ["stranger", 1],
  ["stranger-with-a-token", 1],
];

/** Assigns everyone a role: the rich player first, then the other players, then the rest. */
export function assignRoles(players: number, random: Random): Role[] {
  if (!Number.isSafeInteger(players) || players < 1)
    throw new RangeError(`players must be a whole number from 1, not ${players}`);
  const others = players - 1;
  const special = SHARES.flatMap(([role, share]) => repeat(role, share, players)).slice(0, others);
  const regular = Array.from({ length: others - special.length }, (): Role => "regular");
  const extras = EXTRAS.flatMap(([role, share]) => repeat(role, share, players));
  return ["rich", ...random.shuffle([...special, ...regular]), ...extras];
}

function repeat(role: Role, perThousand: number, players: number): Role[] {
  return Array.from({ length: Math.ceil((perThousand * players) / 1000) }, () => role);
}
