import { describe, expect, it } from "vitest";
import { assignRoles, NOTES } from "./cast";
import { expectedEligible, expectedHolders } from "./expected";
import { grantTokens, planMoves, supplyFor } from "./moves";
import { makePeople } from "./people";
import { randomFrom } from "./random";
import { afterMoves, tellMembers } from "./result";
import type { GamePlayer } from "./types";

const PHRASE = "test walk nut penalty hip pave soap entry language right filter choice";
const MINIMUM = 2_000_000n;

function setUp(players: number, seed: number) {
  const random = randomFrom(`game ${seed}`);
  const people = makePeople(assignRoles(players, random), PHRASE, seed, 0);
  const grants = grantTokens(people, random);
  const moves = planMoves(grants, MINIMUM, random);
  return { people, grants, moves, members: afterMoves(tellMembers(grants), moves, MINIMUM) };
}

describe("the cast", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(setUp(40, 1).members).toEqual(setUp(40, 1).members);
    expect(setUp(40, 1).members).not.toEqual(setUp(40, 2).members);
  });

  it("has other keys for another funding phrase", () => {
    const other = "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong";
    const [mine] = makePeople(["rich"], PHRASE, 1, 0);
    const [theirs] = makePeople(["rich"], other, 1, 0);
    expect(mine?.key.keyHash).not.toBe(theirs?.key.keyHash);
    expect(makePeople(["rich"], ` ${PHRASE.toUpperCase()}\n`, 1, 0)[0]?.key.keyHash).toBe(mine?.key.keyHash);
  });

  it.each([1, 2, 5, 30, 200])("of %i players holds no more than the supply, and nobody less than zero", (players) => {
    const { people, members } = setUp(players, 3);
    const held = members.flatMap(({ addresses }) => addresses.map(({ quantity }) => quantity));
    expect(held.every((quantity) => quantity >= 0n)).toBe(true);
    expect(held.reduce((a, b) => a + b, 0n)).toBeLessThanOrEqual(supplyFor(people));
    const played = members.filter(({ role, played: has }) => has && !role.startsWith("stranger"));
    expect(played).toHaveLength(players);
    const addresses = members.flatMap((member) => member.addresses.map(({ address }) => address));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it("of a thousand has every role, and at most the 1,200 recipients that five payouts hold", () => {
    const roles = assignRoles(1_000, randomFrom("roles"));
    expect(new Set(roles)).toEqual(new Set(Object.keys(NOTES)));
    const recipients = roles.length + roles.filter((role) => role === "two-addresses").length;
    expect(recipients).toBeLessThan(1_200);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d players", (players) => {
    expect(() => assignRoles(players, randomFrom("x"))).toThrow("must be a whole number from 1");
  });
});

describe("expectedEligible", () => {
  const member = (identity: string, plays: number, ...held: [string, bigint, boolean?][]): GamePlayer => ({
    name: identity,
    role: "regular",
    identity,
    addresses: held.map(([address, quantity, payable = true]) => ({ address, quantity, payable })),
    played: plays > 0,
    plays,
    note: "",
  });

  it("counts tokens at their address, for identities that have played", () => {
    const members = [
      member("key:a", 1, ["a1", 5n], ["a2", 7n], ["script", 9n, false]),
      member("key:a", 1, ["thief", 1n]),
      member("key:b", 0, ["b1", 5n]),
      member("key:c", 2, ["c1", 0n]),
    ];
    expect(expectedEligible({ members })).toEqual([
      {
        identity: "key:a",
        addresses: [
          { address: "a1", quantity: 5n },
          { address: "a2", quantity: 7n },
          { address: "thief", quantity: 1n },
        ],
        quantity: 13n,
      },
    ]);
    const funding = { address: "fund", lovelace: 0n, tokens: 2n };
    const game = { ...({} as Parameters<typeof expectedHolders>[0]), members, funding };
    expect([...expectedHolders(game).values()].reduce((a, b) => a + b, 0n)).toBe(29n);
  });
});
