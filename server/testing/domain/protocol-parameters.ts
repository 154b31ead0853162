import type { ProtocolParameters } from "@/server/domain/ports";

/** As on mainnet in 2025, without cost models, which are long. */
export const PROTOCOL_PARAMETERS: ProtocolParameters = {
  minFeeA: 44,
  minFeeB: 155_381,
  maxTxSize: 16_384,
  maxTxExMem: 14_000_000n,
  maxTxExSteps: 10_000_000_000n,
  maxValSize: 5_000,
  priceMem: 0.0577,
  priceStep: 0.0000721,
  coinsPerUtxoByte: 4_310n,
  collateralPercent: 150,
  maxCollateralInputs: 3,
  minFeeRefScriptCostPerByte: 15,
  stakeDepositLovelace: 2_000_000n,
  poolDeposit: 500_000_000n,
  protocolMajorVersion: 10,
  costModels: { PlutusV1: [], PlutusV2: [], PlutusV3: [] },
};
