import { makeAddress, makeRewardAddress } from "@/server/domain/cardano/address";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import type { ChainSource, ChainWitness } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { NEVER_SEEN } from "./blockfrost/inspect/lists";
import { createProbe, type Probe, type RouteStatus } from "./blockfrost/inspect/probe";
import { ChainSourceError } from "./error";
import { type ToldParameters, tellParameters } from "./told-parameters";

/** What a source showed when it was asked by the questions that every kind answers. */
export type QuestionsInspection = {
  /** It has everything that its kind is used for. */
  readonly ok: boolean;
  readonly source: string;
  readonly network: string | null;
  readonly networkMagic: number | null;
  readonly tipHeight: Height | null;
  /** Has the bytes of transactions, so that it can be read from. Without them it is compared with. */
  readonly bytes: boolean;
  readonly submission: boolean;
  /** Null where it does not tell them, as one that is not read from. */
  readonly parameters: ToldParameters | null;
  /** Those of a past block are in our own books. */
  readonly holdings: "at its tip";
  readonly routes: Readonly<Record<string, RouteStatus>>;
  readonly problems: readonly string[];
};

const NO_TRANSACTION = "00".repeat(32);

/** Puts every question once, about what nobody has and about the newest blocks. Submits nothing. */
export async function inspectQuestions(
  source: ChainSource | ChainWitness,
  tell: (question: string, status: RouteStatus) => void,
): Promise<QuestionsInspection> {
  const probe = createProbe(tell);
  const found = {
    networkMagic: null as number | null,
    tipHeight: null as Height | null,
    parameters: null as ToldParameters | null,
  };
  try {
    found.networkMagic = (await probe.ask("genesis", () => source.genesis()))?.networkMagic ?? null;
    const networkId = networkIdOf(found.networkMagic ?? 0);
    found.tipHeight = await askWitness(source, probe, networkId);
    if ("transactionBytes" in source) found.parameters = await askSource(source, probe, networkId);
  } catch (error) {
    if (!(error instanceof ChainSourceError)) throw error;
    probe.problems.push(error.message);
  }
  return {
    ok: probe.problems.length === 0,
    source: source.name,
    network: found.networkMagic === null ? null : networkLabel(found.networkMagic),
    ...found,
    bytes: "transactionBytes" in source,
    submission: source.submit !== null,
    holdings: "at its tip",
    routes: probe.routes,
    problems: [...new Set(probe.problems)],
  };
}

async function askWitness(source: ChainWitness, probe: Probe, networkId: 0 | 1): Promise<Height | null> {
  const tip = await probe.ask("tip", () => source.tip());
  const height = tip?.height ?? 0;
  const address = makeAddress(networkId, { kind: "key", hash: NEVER_SEEN }, null);
  if (tip) await probe.ask("block by its hash", () => source.block(tip.hash));
  await probe.ask("block by its height", () => source.block(Math.max(0, height - 1)));
  await probe.ask("transactions of an address", () => source.addressTransactions(address, 0, height));
  await probe.ask("transactions of an asset", () => source.assetTransactions(NEVER_SEEN, 0, height));
  await probe.ask("place of a transaction", () => source.transactionPlace(NO_TRANSACTION));
  await probe.ask("outputs of an address", () => source.unspentOutputs(address));
  await probe.ask("holders of an asset", () => source.assetHolders(NEVER_SEEN));
  await probe.ask("supply of an asset", () => source.assetSupply(NEVER_SEEN));
  return tip?.height ?? null;
}

async function askSource(source: ChainSource, probe: Probe, networkId: 0 | 1): Promise<ToldParameters | null> {
  const tip = await source.tip();
  const before = await source.block(Math.max(0, tip.height - 20));
  if (before) await probe.ask("blocks after a block", () => source.blocksAfter(before.hash, 10));
  const hashes = (await probe.ask("transactions of a block", () => source.blockTransactions(tip.hash))) ?? [];
  await probe.ask("bytes of a transaction", () => source.transactionBytes(hashes[0] ?? NO_TRANSACTION));
  const account = makeRewardAddress(networkId, { kind: "script", hash: NEVER_SEEN });
  await probe.ask("reward account", () => source.rewardAccount(account));
  await probe.ask("script", () => source.script(NEVER_SEEN));
  return (await probe.ask("protocol parameters", async () => tellParameters(await source.parameters()))) ?? null;
}
