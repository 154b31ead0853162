import type { Dice } from "../dice";
import { makeByronTransaction } from "./byron";
import type { Unspent } from "./chain";
import { BYRON, PEOPLE } from "./people";
import { coinsOf, pay, plain, someCoins } from "./purse";
import { POOL, POOL_DATUM, PRIZE_ASSET, STATE_TOKEN } from "./terms";
import { makeTransaction, type Ref, type TestTransaction } from "./transaction";

const FUNDING: readonly Ref[] = PEOPLE.concat(BYRON).map((_, index) => ({ id: "f0".repeat(32), index }));

/** Where all money comes from: no transaction made it. */
export function genesisFunds(): Unspent {
  return new Map(FUNDING.map((ref) => [`${ref.id}#${ref.index}`, { ref, output: plain(BYRON, 1_000_000_000n) }]));
}

/** Some coins for everybody. */
export function fundPeople(dice: Dice): TestTransaction[] {
  const coins = () => Array.from({ length: 3 }, () => 20_000_000n + BigInt(dice.below(60_000_000)));
  const [byron = FUNDING[0], ...refs] = FUNDING.toReversed();
  const shelley = PEOPLE.map((person, at) =>
    makeTransaction(
      {
        inputs: refs.slice(at, at + 1),
        outputs: coins().map((lovelace) => plain(person, lovelace)),
        feeLovelace: 200_000n,
      },
      dice,
    ),
  );
  const old = makeByronTransaction(
    byron ? [byron] : [],
    coins().map((lovelace) => plain(BYRON, lovelace)),
  );
  return [...shelley, old];
}

/** The first prize tokens, for some. */
export function firstMint(unspent: Unspent, dice: Dice): TestTransaction {
  const outputs = [0, 1, 2, 5, 9].map((at) =>
    plain(PEOPLE[at] ?? BYRON, 1_500_000n, { [PRIZE_ASSET]: BigInt(100 + dice.below(900)) }),
  );
  const minted = outputs.reduce((sum, { tokens }) => sum + (tokens[PRIZE_ASSET] ?? 0n), 0n);
  return made(pay(someCoins(unspent, dice), outputs, { mint: { [PRIZE_ASSET]: minted } }), dice);
}

export function deployPool(unspent: Unspent, dice: Dice): TestTransaction {
  const pool = { ...plain(POOL, 9_000_000n, { [STATE_TOKEN]: 1n }), datum: POOL_DATUM };
  const coins = coinsOf(unspent, ({ lovelace, to }) => lovelace > 12_000_000n && to !== POOL);
  return made(pay([dice.pick(coins)], [pool], { mint: { [STATE_TOKEN]: 1n } }), dice);
}

function made(sketch: ReturnType<typeof pay>, dice: Dice): TestTransaction {
  if (!sketch) throw new Error("nobody can pay for it");
  return makeTransaction(sketch, dice);
}
