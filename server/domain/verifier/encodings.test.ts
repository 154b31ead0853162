import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as arbitrary from "@/server/testing/contract/arbitraries";
import { act, poolRedeemer } from "@/server/testing/contract/arbitrary-acts";
import { addressToBytes, makeAddress } from "../cardano/address";
import { serialiseData } from "../cardano/plutus-data";
import { encodeAct } from "../contract/act-codec";
import {
  batchCommitment,
  planDigest as builtDigest,
  tailDigest as builtTail,
  sumPayouts,
} from "../contract/commitment";
import { encodeDatum } from "../contract/datum";
import { encodeRedeemer } from "../contract/redeemer";
import { hashSettings } from "../contract/settings";
import type { PoolDatum } from "../contract/types";
import type { TxOutput } from "../ports";
import { actData, EXPIRE, payData, settingsHash } from "./act-data";
import { addressHex, addressWords } from "./addresses";
import { type Data, differData, type Named, named, unnamed, write } from "./data";
import { commitment, planDigest, tailDigest } from "./digests";
import { type Before, readBefore, stateData } from "./state";

/* The verifier's encodings against the builder's: two hands that write the same. */

const bytesOf = (data: Named) => write(unnamed(data));
const POLICY = "12".repeat(28);

function poolWith(datum: PoolDatum): TxOutput {
  return {
    ref: { txHash: "00".repeat(32), index: 0 },
    address: makeAddress(0, { kind: "script", hash: POLICY }, null),
    lovelace: 5n,
    assets: { [`${POLICY}504f4f4c`]: 1n },
    inlineDatum: encodeDatum(datum),
    datumHash: null,
    referenceScriptHash: null,
  };
}
const poolBefore = (datum: PoolDatum): Before => readBefore(poolWith(datum), POLICY, 0);

describe("the verifier's encodings", () => {
  it("read and write every datum as the builder does", () => {
    fc.assert(
      fc.property(arbitrary.poolDatum, (datum) => {
        expect(bytesOf(stateData(poolBefore(datum).state))).toBe(encodeDatum(datum));
      }),
    );
  });

  it("write every act, redeemer and hash of settings as the builder does", () => {
    fc.assert(
      fc.property(act, (made) => {
        expect(bytesOf(actData(made))).toBe(encodeAct(made));
      }),
    );
    fc.assert(
      fc.property(poolRedeemer, (redeemer) => {
        const data = redeemer.kind === "pay" ? payData(redeemer) : EXPIRE;
        expect(bytesOf(data)).toBe(encodeRedeemer(redeemer));
      }),
    );
    fc.assert(
      fc.property(arbitrary.settings, (made) => {
        expect(settingsHash(made)).toBe(hashSettings(made));
      }),
    );
  });

  it("write any number and any bytes as the ledger does", () => {
    fc.assert(
      fc.property(fc.bigInt(-(1n << 300n), 1n << 300n), arbitrary.hex(0, 300), (number, bytes) => {
        const data: Data = [number, bytes, { pairs: [[bytes, number]] }];
        expect(write(data)).toBe(serialiseData([number, bytes, { pairs: [[bytes, number]] }]));
      }),
    );
  });

  it("name batches, plans and rests as the builder does", () => {
    const asset = { policyId: "ab".repeat(28), assetName: "534e454b", label: "SNEK" };
    fc.assert(
      fc.property(fc.array(arbitrary.payout, { minLength: 1, maxLength: 9 }), arbitrary.hex(32), (payouts, next) => {
        const total = sumPayouts(payouts);
        expect(commitment(total, payouts, next, asset)).toBe(batchCommitment(total, payouts, next, asset));
      }),
    );
    fc.assert(
      fc.property(act, arbitrary.poolDatum, (made, datum) => {
        if (made.kind !== "commit" && made.kind !== "resume") return;
        const { network, prizeAsset } = made.settings;
        const { nonce, plan, status } = datum;
        const left = status.kind === "idle" ? status.left : status.commitment;
        const common = { network, policyId: POLICY, nonce, batches: made.batches };
        if (made.kind === "commit") {
          const content = { ...made, ...common, previousPlan: plan, previousLeft: left, prizeAsset };
          expect(planDigest(made, poolBefore(datum))).toBe(builtDigest(content));
        } else {
          const { remaining, outputs } = status;
          const content = { ...common, plan, left, day: datum.lastDay, remaining, outputs };
          expect(tailDigest(made, poolBefore(datum))).toBe(builtTail(content));
        }
      }),
    );
  });

  it("read addresses as the builder does, and write them in words", () => {
    fc.assert(
      fc.property(arbitrary.payout, ({ address }) => {
        expect(addressHex(address)).toBe(Buffer.from(addressToBytes(address)).toString("hex"));
        expect(addressWords(addressHex(address))).toBe(address);
      }),
    );
  });

  it("say which field differs, and that a field is only written in another way", () => {
    const wanted = named(0, { size: 5n, name: "ab", empty: "", list: [1n] });
    const found = (data: Named) => differData("it", bytesOf(data), wanted);
    expect(found(wanted)).toEqual([]);
    expect(found(named(0, { size: 6n, name: "", empty: "cd", list: [] }))).toEqual([
      "it: size is 6, should be 5",
      "it: name is empty, should be ab",
      "it: empty is cd, should be empty",
      "it: list is 80, should be 9f01ff",
    ]);
    expect(found(named(1, { size: 5n, name: "ab", empty: "", list: [1n] }))[0]).toMatch(/^it: is d87a.*should be d879/);
    const loose = bytesOf(wanted)
      .replace(/^d8799f/, "d87984")
      .replace(/ff$/, "");
    expect(differData("it", loose, wanted)).toEqual(["it: is written in another way than the ledger writes it"]);
  });

  it("refuse an output that is no pool, and say why", () => {
    const pool = poolWith({
      settingsHash: "11".repeat(32),
      operator: "22".repeat(28),
      maxFeeLovelace: 1n,
      nonce: 0,
      plan: "00".repeat(32),
      lastDay: -1,
      lastPayoutMs: 0,
      status: { kind: "idle", left: "", remaining: { lovelace: 0n, tokens: 0n }, outputs: 0 },
    });
    const why = (change: Partial<TxOutput>) => () => readBefore({ ...pool, ...change }, POLICY, 0);
    expect(why({})).not.toThrow();
    expect(why({ assets: {} })).toThrow(/state token/);
    expect(why({ address: makeAddress(1, { kind: "script", hash: POLICY }, null) })).toThrow(/another address/);
    expect(why({ inlineDatum: null })).toThrow(/no datum/);
    expect(why({ referenceScriptHash: POLICY })).toThrow(/carries a script/);
    expect(why({ assets: { ...pool.assets, ["33".repeat(28)]: 1n, ["44".repeat(28)]: 1n } })).toThrow(/more than one/);
    expect(why({ inlineDatum: "d87980" })).toThrow(/cannot be read/);
    expect(why({ inlineDatum: pool.inlineDatum?.replace(/d8799f40/, "d8799f00") ?? "" })).toThrow(/no bytes/);
  });
});
