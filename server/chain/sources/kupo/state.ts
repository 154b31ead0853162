import { parseAddress } from "@/server/domain/cardano/address";
import type { ProtocolParameters, RewardAccount } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { checkPlutus, checkScript } from "../check-script";
import type { KupoClient } from "./index/client";
import * as answers from "./node/answers";
import type { OgmiosClient } from "./node/client";

/* What the node's ledger says now. */

export async function readParameters(ogmios: OgmiosClient): Promise<ProtocolParameters> {
  const answer = await ogmios.query("queryLedgerState/protocolParameters", undefined, answers.parameters);
  const { plutusCostModels: models, scriptExecutionPrices: prices, maxExecutionUnitsPerTransaction: units } = answer;
  return {
    minFeeA: answer.minFeeCoefficient,
    minFeeB: Number(answer.minFeeConstant),
    maxTxSize: answer.maxTransactionSize,
    maxTxExMem: units.memory,
    maxTxExSteps: units.cpu,
    maxValSize: answer.maxValueSize,
    priceMem: prices.memory,
    priceStep: prices.cpu,
    coinsPerUtxoByte: answer.minUtxoDepositCoefficient,
    collateralPercent: answer.collateralPercentage,
    maxCollateralInputs: answer.maxCollateralInputs,
    minFeeRefScriptCostPerByte: answer.minFeeReferenceScripts.base,
    stakeDepositLovelace: answer.stakeCredentialDeposit,
    poolDeposit: answer.stakePoolDeposit,
    protocolMajorVersion: answer.version.major,
    costModels: {
      PlutusV1: models["plutus:v1"],
      PlutusV2: models["plutus:v2"],
      PlutusV3: models["plutus:v3"],
    },
  };
}

const METHOD = "queryLedgerState/rewardAccountSummaries";

/** The node tells registered accounts alone. */
export async function readRewardAccount(ogmios: OgmiosClient, stakeAddress: string): Promise<RewardAccount> {
  const parsed = parseAddress(stakeAddress);
  if ("problem" in parsed || parsed.kind !== "reward") {
    throw ogmios.error("wrong-answer", `${stakeAddress.slice(0, 120)} is no stake address.`);
  }
  const { kind, hash } = parsed.stake;
  const told = await ogmios.query(METHOD, kind === "key" ? { keys: [hash] } : { scripts: [hash] }, answers.accounts);
  const from = kind === "key" ? "verificationKey" : "script";
  const accounts = Array.isArray(told)
    ? told.map((account) => ({ ...account, isAsked: account.from === from && account.credential === hash }))
    : Object.entries(told).map(([credential, { rewards }]) => ({ rewards, isAsked: credential === hash }));
  if (accounts.length > 1 || accounts.some(({ isAsked }) => !isAsked)) {
    throw ogmios.error("lying", `asked for account ${stakeAddress}, got others.`);
  }
  const [account] = accounts;
  return { isRegistered: account !== undefined, withdrawableLovelace: account?.rewards ?? 0n };
}

/** Kupo keeps scripts of transactions that concern its patterns. */
export async function readScript(kupo: KupoClient, hash: Hex): Promise<{ kind: string; cbor: Hex } | null> {
  const answer = await kupo.script(hash);
  if (!answer) return null;
  const { language } = answer;
  const type = checkPlutus(kupo, hash, language.replace("plutus:v", "plutusV"), language);
  return checkScript(kupo, hash, type, answer.script);
}
