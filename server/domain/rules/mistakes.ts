import { makeAddress } from "../cardano/address";
import { minimumOutputLovelace } from "../cardano/minimum-output";
import type { Lovelace } from "../units";
import { networkIdOfRules, type Rules } from "./rules";

/** What the chain and the pool say, as far as rules can be wrong by it. */
export type RulesWorld = {
  readonly networkId: 0 | 1;
  readonly intervalMs: number;
  /** The contract's own limit for a day. */
  readonly dailyLimitLovelace: Lovelace;
  readonly coinsPerUtxoByte: bigint;
  /** Of the rules' prize token; null if the chain knows no such token. */
  readonly supply: bigint | null;
};

type Amount = "pot.lovelace" | "perRecipientCapLovelace" | "dayLimits.totalLovelace" | "dayLimits.hourlyLovelace";

/** Why rules of the right form cannot work. Each names its field. */
export type RulesMistake =
  | { readonly kind: "other-network"; readonly field: "gameAddress" }
  | { readonly kind: "unknown-asset"; readonly field: "prizeAsset" }
  | { readonly kind: "nobody-holds-enough"; readonly field: "holding.minimumQuantity"; readonly supply: bigint }
  | {
      readonly kind: "below-minimum";
      readonly field: Amount;
      readonly lovelace: Lovelace;
      readonly leastLovelace: Lovelace;
    }
  | {
      readonly kind: "pot-over-limit";
      readonly field: "pot.lovelace";
      readonly lovelace: Lovelace;
      readonly limitLovelace: Lovelace;
      readonly limit: "rules" | "contract";
    }
  | {
      readonly kind: "pot-too-slow";
      readonly field: "dayLimits.hourlyLovelace";
      readonly potLovelace: Lovelace;
      /** What so many lovelace an hour pay until the next day ends. */
      readonly perDayLovelace: Lovelace;
    };

const HOUR_MS = 3_600_000n;

/** All of them, in the order of the document. */
export function findRulesMistakes(rules: Rules, world: RulesWorld): RulesMistake[] {
  const mistakes: RulesMistake[] = [];
  if (networkIdOfRules(rules) !== world.networkId) mistakes.push({ kind: "other-network", field: "gameAddress" });
  const { supply } = world;
  if (supply === null) mistakes.push({ kind: "unknown-asset", field: "prizeAsset" });
  else if (rules.holding.minimumQuantity > supply) {
    mistakes.push({ kind: "nobody-holds-enough", field: "holding.minimumQuantity", supply });
  }
  return [...mistakes, ...tooLittle(rules, world), ...tooMuch(rules, world)];
}

/** Amounts of which nobody could ever be paid, since the ledger takes no output so small. */
function tooLittle(rules: Rules, { networkId, coinsPerUtxoByte }: RulesWorld): RulesMistake[] {
  const { pot, perRecipientCapLovelace, dayLimits } = rules;
  const key = { kind: "key", hash: "0".repeat(56) } as const;
  const leastLovelace = minimumOutputLovelace({ address: makeAddress(networkId, key, key) }, coinsPerUtxoByte);
  const amounts: [Amount, Lovelace | null][] = [
    ["pot.lovelace", pot.kind === "fixed" ? pot.lovelace : null],
    ["perRecipientCapLovelace", perRecipientCapLovelace],
    ["dayLimits.totalLovelace", dayLimits.totalLovelace],
    ["dayLimits.hourlyLovelace", dayLimits.hourlyLovelace],
  ];
  return amounts.flatMap(([field, lovelace]) =>
    lovelace === null || lovelace >= leastLovelace ? [] : [{ kind: "below-minimum", field, lovelace, leastLovelace }],
  );
}

/** A pot that could not be paid on any day: it would only grow what is carried. */
function tooMuch({ pot, dayLimits }: Rules, { intervalMs, dailyLimitLovelace }: RulesWorld): RulesMistake[] {
  if (pot.kind !== "fixed") return [];
  const { lovelace } = pot;
  const limits = [
    ["rules", dayLimits.totalLovelace],
    ["contract", dailyLimitLovelace],
  ] as const;
  const over = limits.flatMap(([limit, limitLovelace]): RulesMistake[] =>
    lovelace <= limitLovelace
      ? []
      : [{ kind: "pot-over-limit", field: "pot.lovelace", lovelace, limitLovelace, limit }],
  );
  if (dayLimits.hourlyLovelace === null) return over;
  const perDayLovelace = (dayLimits.hourlyLovelace * BigInt(intervalMs)) / HOUR_MS;
  if (lovelace <= perDayLovelace) return over;
  return [...over, { kind: "pot-too-slow", field: "dayLimits.hourlyLovelace", potLovelace: lovelace, perDayLovelace }];
}
