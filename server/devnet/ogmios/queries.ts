import { z } from "zod";
import { addressFromText } from "../codec/address";
import { refKey } from "../codec/types";
import { type Account, accountKey } from "../ledger/accounts";
import type { Chain } from "../ledger/chain";
import { COST_MODELS } from "../ledger/cost-models";
import { type DevnetEra, horizonSlot, safeZoneSlots } from "../ledger/genesis";
import { PROTOCOL_PARAMETERS as P } from "../ledger/protocol-parameters";
import type { Block, UtxoRecord } from "../ledger/records";
import { RpcError } from "./errors";
import { adaOnly, outputShape, pointShape, refShape } from "./shapes";

/** What a question is answered from: the chain's facts, and the node's own newest block. */
export type World = { readonly chain: Chain; readonly tip: Block };
export type Query = (world: World, params: unknown) => unknown;

const ratio = (value: number, denominator: number) => `${Math.round(value * denominator)}/${denominator}`;
const bytes = (count: number) => ({ bytes: count });

export const QUERIES: Readonly<Record<string, Query>> = {
  "queryNetwork/tip": ({ tip }) => pointShape(tip),
  "queryNetwork/blockHeight": ({ tip }) => tip.height,
  "queryNetwork/startTime": ({ chain }) => startTime(chain),
  "queryNetwork/genesisConfiguration": ({ chain }, params) => genesisConfiguration(chain, params),
  "queryLedgerState/tip": ({ tip }) => pointShape(tip),
  "queryLedgerState/eraSummaries": eraSummaries,
  "queryLedgerState/protocolParameters": () => protocolParameters(),
  "queryLedgerState/rewardAccountSummaries": rewardAccountSummaries,
  "queryLedgerState/utxo": utxo,
};

const startTime = ({ genesis }: Chain) => new Date(genesis.systemStartMs).toISOString().replace(".000Z", "Z");

function genesisConfiguration(chain: Chain, params: unknown) {
  const { era } = parse(z.object({ era: z.enum(["byron", "shelley", "alonzo", "conway"]) }), params);
  if (era !== "shelley") throw new RpcError(2004, "The genesis of this era is not served by the devnet.", era);
  const { genesis } = chain;
  return {
    era: "shelley",
    startTime: startTime(chain),
    networkMagic: genesis.networkMagic,
    network: "testnet",
    activeSlotsCoefficient: ratio(genesis.activeSlotsCoefficient, 1_000),
    securityParameter: genesis.securityParam,
    epochLength: genesis.currentEra.epochLength,
    slotsPerKesPeriod: 129_600,
    maxKesEvolutions: 62,
    slotLength: { milliseconds: genesis.currentEra.slotLengthMs },
    updateQuorum: 5,
    maxLovelaceSupply: 45_000_000_000_000_000n,
    initialParameters: protocolParameters(),
    initialDelegates: [],
    initialFunds: {},
    initialStakePools: { stakePools: {}, delegators: {} },
  };
}

/** Seconds have a fraction where slots are shorter: there is no other way. */
function eraSummaries({ chain: { genesis }, tip }: World) {
  const bound = (era: DevnetEra, slot: number) => ({
    time: { seconds: (era.startTimeMs + (slot - era.startSlot) * era.slotLengthMs) / 1_000 },
    slot,
    epoch: era.startEpoch + (slot - era.startSlot) / era.epochLength,
  });
  return genesis.eras.map((era, at) => ({
    start: bound(era, era.startSlot),
    end: bound(era, genesis.eras[at + 1]?.startSlot ?? horizonSlot(genesis, tip.slot)),
    parameters: {
      epochLength: era.epochLength,
      slotLength: { milliseconds: era.slotLengthMs },
      safeZone: safeZoneSlots(genesis),
    },
  }));
}

function protocolParameters() {
  return {
    minFeeCoefficient: P.minFeeA,
    minFeeConstant: adaOnly(BigInt(P.minFeeB)),
    minFeeReferenceScripts: { range: 25_600, base: 15, multiplier: 1.2 },
    minUtxoDepositCoefficient: P.coinsPerUtxoByte,
    minUtxoDepositConstant: adaOnly(0n),
    maxBlockBodySize: bytes(P.maxBlockBodyBytes),
    maxBlockHeaderSize: bytes(1_100),
    maxTransactionSize: bytes(P.maxTxBytes),
    maxValueSize: bytes(5_000),
    maxReferenceScriptsSize: bytes(204_800),
    stakeCredentialDeposit: adaOnly(P.keyDepositLovelace),
    stakePoolDeposit: adaOnly(500_000_000n),
    stakePoolRetirementEpochBound: 18,
    stakePoolPledgeInfluence: "3/10",
    minStakePoolCost: adaOnly(170_000_000n),
    desiredNumberOfStakePools: 500,
    monetaryExpansion: "3/1000",
    treasuryExpansion: "1/5",
    collateralPercentage: 150,
    maxCollateralInputs: 3,
    plutusCostModels: {
      "plutus:v1": COST_MODELS.PlutusV1,
      "plutus:v2": COST_MODELS.PlutusV2,
      "plutus:v3": COST_MODELS.PlutusV3,
    },
    scriptExecutionPrices: { memory: ratio(P.priceMem, 10_000), cpu: ratio(P.priceStep, 10_000_000) },
    maxExecutionUnitsPerTransaction: { memory: P.maxTxMem, cpu: P.maxTxSteps },
    maxExecutionUnitsPerBlock: { memory: P.maxBlockMem, cpu: P.maxBlockSteps },
    version: { major: 10, minor: 0 },
  };
}

const Accounts = z.object({ keys: z.array(z.string()).optional(), scripts: z.array(z.string()).optional() });

/** Those that are registered; nothing of others. */
function rewardAccountSummaries({ tip }: World, params: unknown) {
  const { keys = [], scripts = [] } = parse(Accounts, params);
  const summary = (text: string, script: boolean) => {
    const hash = addressFromText(text)?.stake?.hash ?? text;
    const account = tip.state?.accounts.get(accountKey({ hash, script }));
    return account ? [accountShape(account)] : [];
  };
  return [...keys.flatMap((text) => summary(text, false)), ...scripts.flatMap((text) => summary(text, true))];
}

function accountShape({ credential, pool, rewardLovelace }: Account) {
  return {
    from: credential.script ? "script" : "verificationKey",
    credential: credential.hash,
    ...(pool ? { stakePool: { id: pool } } : {}),
    rewards: adaOnly(rewardLovelace),
    deposit: adaOnly(P.keyDepositLovelace),
  };
}

const Ref = z.object({ transaction: z.object({ id: z.string() }), index: z.number() });
const Utxo = z.union([
  z.strictObject({ outputReferences: z.array(Ref) }),
  z.strictObject({ addresses: z.array(z.string()) }),
  z.strictObject({}),
]);

/** Of the chain's newest state, whatever block the node is said to be at. */
function utxo({ chain }: World, params: unknown) {
  const asked = parse(Utxo, params ?? {});
  const { index } = chain;
  let found: (UtxoRecord | undefined)[];
  if ("outputReferences" in asked) {
    const refs = asked.outputReferences.map((ref) => ({ txHash: ref.transaction.id, index: ref.index }));
    found = refs.map((ref) => index.output(ref));
  } else if ("addresses" in asked) {
    found = asked.addresses.flatMap((text) => index.outputsByKey.get(`addr:${text}`) ?? []);
  } else {
    found = [...index.transactions.values()].flatMap(({ produced }) => produced);
  }
  const unspent = new Map(
    found.flatMap((record) => (record && !record.spentBy ? [[refKey(record.output.ref), record.output]] : [])),
  );
  return [...unspent.values()].map((output) => ({ ...refShape(output.ref), ...outputShape(output) }));
}

export function parse<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const parsed = schema.safeParse(params ?? {});
  if (!parsed.success) throw new RpcError(-32602, `Invalid request: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
