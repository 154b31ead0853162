import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { makeAddress } from "../cardano/address";
import { constr, serialiseData } from "../cardano/plutus-data";
import { blake2b256 } from "../hash";
import type { TxOutput } from "../ports";
import { liquidityName } from "./minswap";
import { ownershipOf, RESOLVERS, redeems, resolverOf } from "./table";

/*
 * Datums and amounts of mainnet, as others published them: jpg.store's in SAIB's and spacebudz' readers, Minswap's in
 * an analysis of its transactions (output 1 of e3c4891578091f7ce3043e40f0301f45d063178ffd277a6a4a0b1adef383a23d).
 */
const TOKEN = `${"ab".repeat(28)}7072697a65`;

const at = (script: string, datum: string | null, more: Partial<TxOutput> = {}): TxOutput => ({
  ref: { txHash: "cd".repeat(32), index: 0 },
  // Whoever sends there chooses the stake part: here a stranger's.
  address: makeAddress(1, { kind: "script", hash: script }, { kind: "key", hash: "ee".repeat(28) }),
  lovelace: 2_000_000n,
  assets: { [TOKEN]: 7n },
  inlineDatum: datum,
  datumHash: null,
  referenceScriptHash: null,
  ...more,
});
const keyAddress = (payment: string, stake: string) =>
  makeAddress(1, { kind: "key", hash: payment }, { kind: "key", hash: stake });

const ASK = "c727443d77df6cff95dca383994f4c3024d03ff56b02ecc22b0f3f65";
const SELLER = "1765bf86c5c27dd863526a4e131d9b0aba69c34cf9d88f8f7c952a5f";
const SELLERS_STAKE = "2cee33060fb08404c8466d7568d66d96f0442cb91c7ab3a74ce7213c";
const ASK_DATUM =
  "d8799f9fd8799fd8799fd8799f581cad6dda1cfe89c1091577e83b0ded3ae2d4cc641edf568d1e89cf6ea0ffd8799fd8799fd8799f581c" +
  "58d91bc654dd9993b1e45727493c00a8cc11b2c55b81519db72d01feffffffff1a000f4240ffd8799fd8799fd8799f581c" +
  `${SELLER}ffd8799fd8799fd8799f581c${SELLERS_STAKE}ffffffff1a00c65d40ffff581c${SELLER}ff`;

const SWAP = "9068a7a3f008803edac87af1619860f2cdcde40c26987325ace138ad";
const SWAP_DATUM =
  "d8799f581c68bf267d519cc98cf6720f14b61ba40f8ae3beeb5c84298a7e963ec29fd8799fd8799fd8799f581c70e60f3b5ea7153e0acc7a80" +
  "3e4401d44b8ed1bae1c7baaad1a62a72ffd8799fd8799fd8799f581c1e78aae7c90cc36d624f7b3bb6d86b52696dc84e490f343eba89005f" +
  "ffffffffa140d8799f00a1401a10b07600ffffd8799fd8799fd8799f581c68bf267d519cc98cf6720f14b61ba40f8ae3beeb5c84298a7e96" +
  "3ec2ffd8799fd8799fd8799f581c1d43eac0574c3fd576098ca59c8a09ec4e14c944c530243165442970ffffffffa140d8799f00a1401b00" +
  "00000331c69600ffffffff";

describe("a listing belongs to the seller whom its datum names", () => {
  it("jpg.store, ask", () => {
    const owner = { kind: "owner", address: keyAddress(SELLER, SELLERS_STAKE) };
    expect(ownershipOf(at(ASK, ASK_DATUM), TOKEN)).toEqual(owner);
  });

  it("jpg.store, swap", () => {
    const [payment, stake] = [
      "68bf267d519cc98cf6720f14b61ba40f8ae3beeb5c84298a7e963ec2",
      "1d43eac0574c3fd576098ca59c8a09ec4e14c944c530243165442970",
    ];
    expect(ownershipOf(at(SWAP, SWAP_DATUM), TOKEN)).toEqual({ kind: "owner", address: keyAddress(payment, stake) });
  });

  it("by a datum that was seen elsewhere, if it has the output's hash", () => {
    const datumHash = bytesToHex(blake2b256(hexToBytes(ASK_DATUM)));
    const held = at(ASK, null, { datumHash });
    expect(ownershipOf(held, TOKEN)).toMatchObject({ kind: "unknown", why: "its datum has not been seen" });
    expect(ownershipOf(held, TOKEN, new Map([[datumHash, ASK_DATUM]]))).toMatchObject({ kind: "owner" });
    const another = new Map([[datumHash, SWAP_DATUM]]);
    expect(ownershipOf(held, TOKEN, another)).toMatchObject({ kind: "unknown", why: "the datum is of another hash" });
  });

  const key = (hash: string) => constr(0, hash);
  const stakedAt = (hash: string) => constr(0, constr(0, constr(0, hash)));
  const payout = (payment: string, stake: string) => constr(0, constr(0, key(payment), stakedAt(stake)), 1_000_000n);
  const ask = (owner: string, ...payouts: ReturnType<typeof payout>[]) =>
    ownershipOf(at(ASK, serialiseData(constr(0, payouts, owner))), TOKEN);
  const [A, B, C] = ["aa".repeat(28), "bb".repeat(28), "cc".repeat(28)] as const;

  it("is unknown where the seller's address does not follow from it", () => {
    expect(ask(A, payout(A, C), payout(A, C), payout(B, C))).toMatchObject({ kind: "owner" });
    expect(ask(A, payout(B, C))).toMatchObject({ kind: "unknown", why: /./ });
    expect(ask(A, payout(A, B), payout(A, C))).toMatchObject({ kind: "unknown" });
    expect(ask("ab", payout(A, B))).toMatchObject({ kind: "unknown" });
  });
});

describe("a pool belongs to its liquidity tokens", () => {
  const POOL = "ea07b733d932129c378af627436e7cbc2ef0bf96e0036bb51b3bde6b";
  const MIN = "29d222ce763455e3d7a09a665ce554f00ac89d2e99a1a83d267170c64d494e";
  const POLICY = "f5808c2c990d86da54bfc97d89cee6efa20cd8461616359478d96b4c";
  const LIQUIDITY = `${POLICY}82e2b1fd27a7712a1a9cf750dfbea1a5778611b20e06dd6a611df7a643f8cb75`;
  const DATUM =
    "d8799fd8799fd87a9f581c1eae96baf29e27682ea3f815aba361a0c6059d45e4bfbe95bbd2f44affffd8799f4040ffd8799f581c" +
    "29d222ce763455e3d7a09a665ce554f00ac89d2e99a1a83d267170c6434d494eff1b00002f9ef57f7cd31b00000b08581685771b" +
    "0000d130d029720a181e1864d8799f190d05ffd87980ff";
  const assets = { [MIN]: 230_007_675_180_799n, [`${POLICY}4d5350`]: 1n, [LIQUIDITY]: 9_223_319_677_084_664_630n };
  const pool = at(POOL, DATUM, { lovelace: 12_130_473_859_063n, assets });
  const shares = {
    kind: "shares",
    liquidity: LIQUIDITY,
    asset: 230_007_581_012_490n,
    total: 52_359_770_111_187n,
  } as const;

  it("Minswap V2: at the reserve over the liquidity that its datum tells", () => {
    expect(liquidityName("", MIN)).toBe(LIQUIDITY.slice(56));
    expect(ownershipOf(pool, MIN)).toEqual(shares);
    // What is not in the pool is out: the contract makes 2^63 - 1 of them.
    const out = 2n ** 63n - 1n - assets[LIQUIDITY];
    expect(shares.total - out).toBe(10n);
    expect(redeems(shares, out)).toBeLessThanOrEqual(shares.asset);
    expect(redeems(shares, shares.total)).toBe(shares.asset);
    expect(redeems(shares, 1n)).toBe(4n);
  });

  it("is unknown where it is not the pool, or has not the token", () => {
    const without = { ...pool, assets: { ...pool.assets, [`${POLICY}4d5350`]: 0n } };
    expect(ownershipOf(without, MIN)).toMatchObject({ kind: "unknown" });
    expect(ownershipOf(pool, TOKEN)).toMatchObject({ kind: "unknown" });
    expect(ownershipOf({ ...pool, assets: { ...pool.assets, [MIN]: 5n } }, MIN)).toMatchObject({ kind: "unknown" });
  });
});

describe("what is not in a known contract's form", () => {
  it.each([
    ["no datum", null],
    ["no CBOR", "ff"],
    ["another constructor", serialiseData(constr(1, [], "aa"))],
    ["a number", "01"],
    [
      "an address with a pointer",
      serialiseData(
        constr(
          0,
          [constr(0, constr(0, constr(0, "aa".repeat(28)), constr(0, constr(1, 1n, 2n, 3n))), 1n)],
          "aa".repeat(28),
        ),
      ),
    ],
  ])("%s is unknown at each of them", (_, datum) => {
    for (const { scripts } of RESOLVERS) {
      for (const script of scripts) expect(ownershipOf(at(script, datum), TOKEN)).toMatchObject({ kind: "unknown" });
    }
  });

  it("another contract, and a key's address", () => {
    expect(ownershipOf(at("99".repeat(28), ASK_DATUM), TOKEN)).toMatchObject({ why: "its contract is not known" });
    const plain = { ...at(ASK, ASK_DATUM), address: keyAddress(SELLER, SELLERS_STAKE) };
    expect(ownershipOf(plain, TOKEN)).toMatchObject({ why: "no script holds it" });
  });

  it("each contract is in the table once, with its source", () => {
    const scripts = RESOLVERS.flatMap((resolver) => resolver.scripts);
    expect(new Set(scripts).size).toBe(scripts.length);
    for (const resolver of RESOLVERS) {
      expect(resolver.published).toMatch(/^github\.com\//);
      expect(resolverOf(resolver.scripts[0] ?? "")).toBe(resolver);
    }
  });
});
