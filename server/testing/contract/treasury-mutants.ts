import { makeAddress } from "@/server/domain/cardano/address";
import type { Mutant } from "./datum-mutants";
import { SHIPPED } from "./mutant-pool";
import { withOutput } from "./mutations";
import { PRIZE_UNIT, SETTINGS, STRANGER } from "./pool-terms";

const WRONG_ADDRESS = /output\.address == Address.*\? False/s;
const WRONG_VALUE = /output\.value == value\.plain\(asset, amount\) \? False/;

/** What the treasury gets, at this place among the outputs: to the last byte. */
export function treasuryMutants(index: number): Mutant[] {
  const { treasury } = SETTINGS;
  const asScript = makeAddress(0, { kind: "script", hash: treasury.hash }, null);
  const staked = makeAddress(0, treasury, { kind: "key", hash: STRANGER.hash });
  return [
    ["the money to a stranger", withOutput(index, () => ({ address: STRANGER.address })), WRONG_ADDRESS],
    ["the money to a script of that hash", withOutput(index, () => ({ address: asScript })), WRONG_ADDRESS],
    ["a stranger's staking part", withOutput(index, () => ({ address: staked })), WRONG_ADDRESS],
    [
      "a lovelace less for the treasury",
      withOutput(index, ({ lovelace }) => ({ lovelace: lovelace - 1n })),
      WRONG_VALUE,
    ],
    [
      "a lovelace more for the treasury",
      withOutput(index, ({ lovelace }) => ({ lovelace: lovelace + 1n })),
      WRONG_VALUE,
    ],
    [
      "a token less for the treasury",
      withOutput(index, ({ assets }) => ({ assets: { [PRIZE_UNIT]: (assets[PRIZE_UNIT] ?? 0n) - 1n } })),
      WRONG_VALUE,
    ],
    [
      "token dust for the treasury",
      withOutput(index, ({ assets }) => ({ assets: { ...assets, [`${"cd".repeat(28)}00`]: 1n } })),
      WRONG_VALUE,
    ],
    ["a datum for the treasury", withOutput(index, () => ({ inlineDatum: "80" })), /output\.datum == NoDatum \? False/],
    [
      "a script for the treasury",
      withOutput(index, () => ({ referenceScript: SHIPPED })),
      /output\.reference_script == None \? False/,
    ],
  ];
}
