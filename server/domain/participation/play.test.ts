import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BYRON_ADDRESS,
  funding,
  GAME_ADDRESS,
  hashOf,
  key,
  keyAddress,
  script,
  testRules,
  transaction,
} from "@/server/testing/domain/fixtures";
import { makeAddress } from "../cardano/address";
import type { TxOutput } from "../ports";
import { findPlay, type PlayResult } from "./play";

const rules = testRules();

function said(result: PlayResult) {
  if (result.kind === "unknown-player") return "unknown";
  return result.kind === "play" ? result.play.identity : result.reason;
}

function play(inputs: readonly TxOutput[], lovelace = 2_000_000n, using = rules) {
  const result = findPlay(transaction({ seed: 9, inputs, outputs: [{ address: using.gameAddress, lovelace }] }), using);
  return said(result);
}

describe("who plays, by the inputs", () => {
  it("is the stake key of the paying address, or its payment key if it has none", () => {
    expect(play([funding(keyAddress(1, 2), 5_000_000n)])).toBe(`key:${hashOf(2)}`);
    expect(play([funding(keyAddress(1), 5_000_000n)])).toBe(`key:${hashOf(1)}`);
  });

  it("is the owner of the most lovelace over all inputs; ties go to the lowest bytes", () => {
    const inputs = [
      funding(keyAddress(1, 8), 3n, 1),
      funding(keyAddress(2, 9), 2n, 2),
      funding(keyAddress(3, 9), 2n, 3),
    ];
    expect(play(inputs)).toBe(`key:${hashOf(9)}`);
    expect(play([funding(keyAddress(1, 9), 3n, 1), funding(keyAddress(1, 8), 3n, 2)])).toBe(`key:${hashOf(8)}`);
  });

  it("does not depend on the order of the inputs", () => {
    const input = fc
      .record({
        payment: fc.integer({ min: 1, max: 4 }),
        stake: fc.integer({ min: 5, max: 8 }),
        lovelace: fc.bigInt(1n, 5n),
      })
      .map(({ payment, stake, lovelace }) => funding(keyAddress(payment, stake), lovelace, payment * 10 + stake));
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 6 }), (inputs) => {
        expect(play([...inputs].reverse())).toBe(play(inputs));
      }),
    );
  });

  it("is never a script, nor a Byron or pointer address", () => {
    const scripts = [
      makeAddress(0, script(1), null),
      makeAddress(0, script(1), key(2)),
      makeAddress(0, key(1), script(2)),
    ];
    for (const address of [...scripts, BYRON_ADDRESS]) expect(play([funding(address, 9n)])).toBe("no-key-input");
    expect(play([...scripts.map((address) => funding(address, 9n)), funding(keyAddress(3), 1n)])).toBe(
      `key:${hashOf(3)}`,
    );
  });

  it("is not the game itself, if the game is a key that moves its own money", () => {
    const game = testRules({ gameAddress: keyAddress(50, 51) });
    expect(play([funding(keyAddress(50, 51), 9_000_000n)], 12_000_000n, game)).toBe("no-key-input");
    const both = [funding(keyAddress(50, 51), 9_000_000n), funding(keyAddress(1), 3_500_000n, 2)];
    expect(play(both, 12_000_000n, game)).toBe(`key:${hashOf(1)}`);
  });
});

describe("who plays, when not every input was looked up", () => {
  const rich = funding(keyAddress(1, 2), 60n, 1);
  const poor = funding(keyAddress(3, 4), 40n, 2);
  const known = (...shown: readonly TxOutput[]) => {
    const paid = {
      seed: 9,
      inputs: [rich, poor],
      outputs: [{ address: GAME_ADDRESS, lovelace: 90n }],
      feeLovelace: 10n,
    };
    const made = transaction(paid);
    const inputs = made.inputs.map(({ ref, output }) => ({
      ref,
      output: shown.includes(output as TxOutput) ? output : null,
    }));
    return { ...made, inputs };
  };
  const rule = testRules({ participation: { ...rules.participation, minimumLovelace: 1n } });

  it("is whoever owns over half of all that went in", () => {
    expect(said(findPlay(known(rich), rule))).toBe(`key:${hashOf(2)}`);
    expect(findPlay(known(poor), rule)).toEqual({ kind: "unknown-player", lovelace: 90n, missing: [rich.ref] });
  });

  it("is not known from what came out where deposits went in or out, or no fee is written", () => {
    expect(said(findPlay({ ...known(rich), movesDeposits: true }, rule))).toBe("unknown");
    expect(said(findPlay({ ...known(rich), feeLovelace: null }, rule))).toBe("unknown");
    expect(said(findPlay({ ...known(rich), withdrawnLovelace: -25n }, rule))).toBe("unknown");
  });
});

describe("what counts as a play", () => {
  const payer = funding(keyAddress(1, 2), 50_000_000n);

  it("pays at least the minimum, over all outputs to the game", () => {
    expect(play([payer], 1_999_999n)).toBe("pays-too-little");
    const outputs = [1_000_000n, 1_000_000n].map((lovelace) => ({ address: GAME_ADDRESS, lovelace }));
    const result = findPlay(transaction({ seed: 1, inputs: [payer], outputs }), rules);
    expect(result).toMatchObject({ kind: "play", play: { lovelace: 2_000_000n } });
  });

  it("counts net: moving the game's own money is not a play", () => {
    const fromGame = funding(GAME_ADDRESS, 90_000_000n);
    expect(play([payer, fromGame], 90_000_000n)).toBe("pays-too-little");
    expect(play([payer, fromGame], 92_000_000n)).toBe(`key:${hashOf(2)}`);
  });

  it("is nothing if phase 2 failed, even if its collateral return goes to the game", () => {
    const failed = transaction({
      seed: 1,
      valid: false,
      inputs: [payer],
      outputs: [{ address: GAME_ADDRESS, lovelace: 9_000_000n }],
    });
    expect(findPlay(failed, rules)).toMatchObject({ kind: "no-play", reason: "failed-phase-2" });
  });

  it("is nothing if it pays another address", () => {
    const other = transaction({
      seed: 1,
      inputs: [payer],
      outputs: [{ address: keyAddress(7), lovelace: 9_000_000n }],
    });
    expect(findPlay(other, rules)).toMatchObject({ reason: "does-not-pay-game" });
  });
});

describe("who plays, by the datum", () => {
  const byDatum = testRules({ participation: { ...rules.participation, playerDatumField: [0] } });
  const payer = funding(keyAddress(1, 2), 50_000_000n);
  const named = (...seeds: number[]) => {
    const outputs = seeds.map((seed) => ({
      address: GAME_ADDRESS,
      lovelace: 2_000_000n,
      datum: seed === 0 ? "01" : `d87981581c${hashOf(seed)}`,
    }));
    const result = findPlay(transaction({ seed: 1, inputs: [payer], outputs }), byDatum);
    return said(result);
  };

  it("is the identity that the datum names, not the payer", () => {
    expect(named(77)).toBe(`key:${hashOf(77)}`);
    expect(named(77, 77, 0)).toBe(`key:${hashOf(77)}`);
  });

  it("is nobody if the datum names nobody, several, or a script", () => {
    expect(named(0)).toBe("datum-names-nobody");
    expect(play([payer], 2_000_000n, byDatum)).toBe("datum-names-nobody");
    expect(named(77, 78)).toBe("datum-names-several");
    const datum = `d87981d87982d87a81581c${hashOf(5)}d87a80`;
    const outputs = [{ address: GAME_ADDRESS, lovelace: 2_000_000n, datum }];
    const result = findPlay(transaction({ seed: 1, inputs: [payer], outputs }), byDatum);
    expect(result).toMatchObject({ reason: "script-plays" });
  });
});
