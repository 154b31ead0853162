import { makeRewardAddress } from "@/server/domain/cardano/address";
import { networkLabel } from "@/server/domain/cardano/network";
import type { Height } from "@/server/domain/units";
import { ChainSourceError } from "../../error";
import { describeNetworkError, describeRefusal } from "../../http/refusals";
import { postTransaction, SUBMIT_TIMEOUT_MS } from "../../submit";
import { type ToldParameters, tellParameters } from "../../told-parameters";
import { readRewardAccount } from "../accounts";
import * as answers from "../answers";
import { type BlockfrostClient, type BlockfrostOptions, createBlockfrostClient, submitDoor } from "../client";
import { readGenesis } from "../genesis";
import { readParameters } from "../parameters";
import { askPlace } from "../places";
import { readTransactionBytes } from "../transaction-bytes";
import { inspectLists, NEVER_SEEN, type Ranges } from "./lists";
import { createProbe, type Probe, type RouteStatus } from "./probe";
import { findSample } from "./sample";

const NO_TRANSACTION = "00".repeat(32);

/** What a server can do, as it showed when it was asked. */
export type Inspection = {
  /** It has everything that the product needs. */
  readonly ok: boolean;
  readonly source: string;
  network: string | null;
  networkMagic: number | null;
  tipHeight: Height | null;
  readonly routes: Readonly<Record<string, RouteStatus>>;
  /** Entries on the largest page that it serves; null where no list is long enough to tell. */
  pageSize: number | null;
  ranges: { readonly addresses: Ranges; readonly assets: Ranges };
  /** Null where the newest blocks hold no transaction to try it with. */
  cbor: boolean | null;
  /** Null where it does not tell them. */
  parameters: ToldParameters | null;
  /** Eras with slots in them; 0 where it does not tell. */
  eras: number;
  submission: boolean;
  readonly problems: readonly string[];
};

/**
 * Asks a server for everything that the product ever asks for, about what its newest blocks hold. Sends bytes that are
 * no transaction to `tx/submit`.
 */
export async function inspectBlockfrost(
  options: BlockfrostOptions,
  tell: (route: string, status: RouteStatus) => void,
): Promise<Inspection> {
  const client = createBlockfrostClient(options);
  const probe = createProbe(tell);
  const found: Inspection = {
    ok: false,
    source: client.name,
    network: null,
    networkMagic: null,
    tipHeight: null,
    routes: probe.routes,
    pageSize: null,
    ranges: { addresses: "untested", assets: "untested" },
    cbor: null,
    parameters: null,
    eras: 0,
    submission: false,
    problems: probe.problems,
  };
  try {
    await inspectAll(client, probe, found);
  } catch (error) {
    if (!(error instanceof ChainSourceError)) throw error;
    probe.problems.push(error.message);
  }
  return { ...found, ok: probe.problems.length === 0, problems: [...new Set(probe.problems)] };
}

async function inspectAll(client: BlockfrostClient, probe: Probe, found: Inspection): Promise<void> {
  const facts = await probe.ask("genesis", () => client.need("genesis", answers.genesis));
  found.networkMagic = facts?.network_magic ?? null;
  found.network = facts ? networkLabel(facts.network_magic) : null;
  const genesis = facts && (await probe.ask("network/eras", () => readGenesis(client)));
  found.eras = genesis?.eras.length ?? 0;
  const ask = async () => tellParameters(await readParameters(client));
  found.parameters = (await probe.ask("epochs/latest/parameters", ask)) ?? null;
  const tip = await probe.ask("blocks/latest", () => client.need("blocks/latest", answers.block));
  found.tipHeight = tip?.height ?? null;
  const tipHeight = tip?.height ?? 0;
  const { sample, pageSize } = await findSample(client, probe, tipHeight);
  found.cbor = sample && probe.routes["txs/{hash}/cbor"] === "ok";
  if (!sample) {
    // Whether there are such routes shows without a transaction too; whether bytes are kept does not.
    await probe.ask("blocks/{hash}/txs", () => client.get(`blocks/${tip?.hash}/txs`, answers.transactionHashes));
    await probe.ask("txs/{hash}", () => askPlace(client, NO_TRANSACTION));
    await probe.ask("txs/{hash}/cbor", () => readTransactionBytes(client, NO_TRANSACTION));
  }
  const networkId = found.network === "mainnet" ? 1 : 0;
  const { pageSizes, ranges } = await inspectLists(client, probe, { sample, networkId, tipHeight });
  const sizes = [...pageSizes, ...(pageSize ? [pageSize] : [])];
  found.pageSize = sizes.length > 0 ? Math.min(...sizes) : null;
  found.ranges = ranges;
  const account = makeRewardAddress(networkId, { kind: "script", hash: NEVER_SEEN });
  await probe.ask("accounts/{stake_address}", () => readRewardAccount(client, account));
  await probe.ask("scripts/{hash}", () => client.get(`scripts/${NEVER_SEEN}`, answers.script));
  await probe.ask("scripts/{hash}/cbor", () => client.get(`scripts/${NEVER_SEEN}/cbor`, answers.scriptCbor));
  await probe.ask("tx/submit", () => trySubmission(client));
  found.submission = probe.routes["tx/submit"] === "ok";
}

/** An empty list is no transaction anywhere: where there is the route, it is refused for that. */
async function trySubmission(client: BlockfrostClient): Promise<void> {
  const { status, body } = await postTransaction(submitDoor(client), new Uint8Array([0x80])).catch((cause) => {
    throw client.error("unreachable", describeNetworkError(cause, "tx/submit", SUBMIT_TIMEOUT_MS));
  });
  const { kind, text } = describeRefusal(
    { status, path: "tx/submit", body, location: undefined },
    client.endpoint.words,
  );
  if (kind === "not-supported") throw client.error(kind, text, { status });
}
