import { validatorToAddress, validatorToScriptHash } from "@lucid-evolution/lucid";
import { describe, expect, test } from "vitest";
import { blake2b256 } from "@/server/devnet/codec/hash";
import type { TxOutput } from "@/server/domain/ports";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { TestDevnet } from "@/server/testing/devnet/harness";
import { BIG_DATA, UNIT_DATA } from "@/server/testing/devnet/scenario";
import { ALWAYS_TRUE } from "@/server/testing/devnet/scripts";
import { DIALECTS, SOURCES } from "@/server/testing/sources/dialects";
import { BLOCKS_UNTIL_SHOWN, build, policiesOf } from "@/server/testing/sources/mint";
import { shareWorld } from "@/server/testing/sources/share-world";

/*
 * What outputs hold, and what becomes of tokens: minted, moved, burned in part, burned to the last. One policy has a
 * token without a name; one output has a token of each of two policies and twenty more.
 */
const player = newTestWallet().address;
const other = newTestWallet().address;
const script = ALWAYS_TRUE.PlutusV3;
const scriptAddress = validatorToAddress("Custom", script);
const nameOf = (text: string) => Buffer.from(text).toString("hex");
const DATUM_HASH = blake2b256(Buffer.from(BIG_DATA, "hex"));
const UNKNOWN = `${"cd".repeat(28)}${nameOf("NONE")}`;
/** Beyond what a number in JSON holds exactly. */
const MANY = 9_007_199_254_740_993n;

async function play(devnet: TestDevnet) {
  const { control, funding } = devnet;
  const [policy, second] = policiesOf(devnet);
  const units = {
    prize: policy.id + nameOf("PRIZE"),
    nameless: policy.id,
    gone: policy.id + nameOf("GONE"),
    large: second.id + nameOf("LARGE"),
  };
  const others = Array.from(
    { length: 20 },
    (_, index) => [second.id + nameOf(`T${index}`), BigInt(index + 1)] as const,
  );
  const collection = Object.fromEntries(others);
  await control.mine();
  const minted = await build(devnet, (lucid) =>
    lucid
      .newTx()
      .mintAssets({ [units.prize]: 1_000n, [units.nameless]: 500n, [units.gone]: 7n })
      .mintAssets({ [units.large]: MANY, ...collection })
      .attach.MintingPolicy(policy.script)
      .attach.MintingPolicy(second.script)
      .attachMetadata(674, { msg: ["minted"] })
      .attachMetadata(675, { msg: ["twice"] })
      .pay.ToAddress(player, { lovelace: 5_000_000n, [units.prize]: 600n })
      .pay.ToAddress(player, { lovelace: 6_000_000n, [units.nameless]: 100n, [units.large]: MANY, ...collection })
      .pay.ToContract(scriptAddress, { kind: "inline", value: UNIT_DATA }, { lovelace: 7_000_000n, [units.prize]: 1n })
      .pay.ToContract(scriptAddress, { kind: "hash", value: DATUM_HASH }, { lovelace: 8_000_000n })
      .pay.ToAddressWithData(player, undefined, { lovelace: 9_000_000n }, script)
      .pay.ToAddressWithData(player, undefined, { lovelace: 10_000_000n }, policy.script),
  );
  const first = await control.mine();
  const burned = await build(devnet, (lucid) =>
    lucid
      .newTx()
      .mintAssets({ [units.prize]: -100n, [units.gone]: -7n })
      .attach.MintingPolicy(policy.script),
  );
  const next = await control.mine();
  const moved = await build(devnet, (lucid) =>
    lucid.newTx().pay.ToAddress(other, { lovelace: 3_000_000n, [units.prize]: 50n }),
  );
  const last = await control.mine();
  const refs = [minted, burned, moved].map((hash, index) => ({
    hash,
    height: [first, next, last][index]?.tip.height ?? 0,
  }));
  const plain = { assets: {}, inlineDatum: null, datumHash: null, referenceScriptHash: null };
  const held = { [units.nameless]: 100n, [units.large]: MANY, ...collection };
  const outputs: TxOutput[] = [
    { ...plain, address: player, lovelace: 5_000_000n, assets: { [units.prize]: 600n } },
    { ...plain, address: player, lovelace: 6_000_000n, assets: held },
    {
      ...plain,
      address: scriptAddress,
      lovelace: 7_000_000n,
      assets: { [units.prize]: 1n },
      inlineDatum: UNIT_DATA,
    },
    {
      ...plain,
      address: scriptAddress,
      lovelace: 8_000_000n,
      datumHash: DATUM_HASH,
    },
    { ...plain, address: player, lovelace: 9_000_000n, referenceScriptHash: validatorToScriptHash(script) },
    { ...plain, address: player, lovelace: 10_000_000n, referenceScriptHash: policy.id },
  ].map((output, index) => ({ ref: { txHash: minted, index }, ...output }));
  const { tip } = await control.mine(BLOCKS_UNTIL_SHOWN);
  return { units, refs, outputs, funding: funding.address, tipHeight: tip.height };
}

const world = shareWorld(play);

const byRef = (outputs: readonly TxOutput[]) =>
  outputs.toSorted((a, b) => (a.ref.txHash === b.ref.txHash ? a.ref.index - b.ref.index : 0));

const outputsAt = (address: string) => world.facts.outputs.filter((output) => output.address === address);

/** A witness may not know the hash of a datum that nobody has shown. */
const withoutDatumHash = ({ datumHash: _, ...output }: TxOutput) => output;

describe.each(DIALECTS)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("outputs: datums by value and by hash, scripts of two kinds, many tokens, one without a name", async () => {
    for (const address of [player, scriptAddress]) {
      const outputs = byRef(await source().unspentOutputs(address));
      expect(outputs.map(withoutDatumHash)).toEqual(outputsAt(address).map(withoutDatumHash));
    }
  });

  test("assets are in the order of their units", async () => {
    const [, many] = byRef(await source().unspentOutputs(player));
    expect(Object.keys(many?.assets ?? {})).toEqual(Object.keys(many?.assets ?? {}).toSorted());
  });

  test("outputs that hold one asset", async () => {
    const { units, outputs } = world.facts;
    expect(await source().unspentOutputs(player, units.prize)).toEqual([outputs[0]]);
    expect(await source().unspentOutputs(player, units.nameless)).toEqual([outputs[1]]);
    expect(await source().unspentOutputs(player, units.gone)).toEqual([]);
    expect(await source().unspentOutputs(player, UNKNOWN)).toEqual([]);
  });

  test("who holds how much", async () => {
    const { units, funding } = world.facts;
    const holders = async (unit: string) =>
      new Map((await source().assetHolders(unit)).map(({ address, quantity }) => [address, quantity]));
    const prizes: [string, bigint][] = [
      [player, 600n],
      [scriptAddress, 1n],
      [other, 50n],
      [funding, 249n],
    ];
    expect(await holders(units.prize)).toEqual(new Map(prizes));
    expect(await holders(units.large)).toEqual(new Map([[player, MANY]]));
    expect(await holders(units.gone)).toEqual(new Map());
  });

  test("supply: what was minted less what was burned", async () => {
    const { units } = world.facts;
    expect(await source().assetSupply(units.prize)).toBe(900n);
    expect(await source().assetSupply(units.nameless)).toBe(500n);
    expect(await source().assetSupply(units.large)).toBe(MANY);
    expect(await source().assetSupply(units.gone)).toBe(0n);
  });

  test("transactions of an asset: mints, moves, burns, also of the last one", async () => {
    const { units, refs, tipHeight } = world.facts;
    const list = async (unit: string, from = 1, to = tipHeight) => {
      const found = await source().assetTransactions(unit, from, to);
      return found.map(({ hash, height }) => ({ hash, height }));
    };
    expect(await list(units.prize)).toEqual(refs);
    expect(await list(units.gone)).toEqual(refs.slice(0, 2));
    const [, burned] = refs;
    expect(await list(units.gone, burned?.height, burned?.height)).toEqual([burned]);
    expect(await list(units.prize, burned?.height, tipHeight)).toEqual(refs.slice(1));
    expect(await list(units.prize, tipHeight, 1)).toEqual([]);
  });

  test("what was never seen: an asset, an address, a game that nobody has played", async () => {
    const nobody = newTestWallet().address;
    const { tipHeight } = world.facts;
    expect(await source().assetSupply(UNKNOWN)).toBeNull();
    expect(await source().assetHolders(UNKNOWN)).toEqual([]);
    expect(await source().assetTransactions(UNKNOWN, 0, tipHeight)).toEqual([]);
    expect(await source().addressTransactions(nobody, 0, tipHeight)).toEqual([]);
    expect(await source().unspentOutputs(nobody)).toEqual([]);
    expect(await source().transactionPlace("ab".repeat(32))).toBeNull();
    expect(await source().block("ab".repeat(32))).toBeNull();
    expect(await source().block(1_000_000)).toBeNull();
  });
});

describe.each(SOURCES)("$name", (dialect) => {
  const source = () => world.of(dialect);

  test("a datum by its hash alone", async () => {
    expect(byRef(await source().unspentOutputs(scriptAddress))).toEqual(outputsAt(scriptAddress));
  });

  test("a script by its hash, and one that is no Plutus script", async () => {
    const hash = validatorToScriptHash(script);
    expect(await source().script(hash)).toEqual({ kind: "PlutusV3", cbor: expect.stringMatching(/^[0-9a-f]+$/) });
    await expect(source().script(world.facts.units.nameless)).rejects.toMatchObject({ kind: "not-supported" });
  });

  test("what was never seen: bytes, a block's transactions, a script", async () => {
    expect(await source().transactionBytes("ab".repeat(32))).toBeNull();
    expect(await source().blockTransactions("ab".repeat(32))).toBeNull();
    expect(await source().blocksAfter("ab".repeat(32), 5)).toBeNull();
    expect(await source().script("ab".repeat(28))).toBeNull();
  });
});
