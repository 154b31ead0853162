import { expect, it } from "vitest";
import type { ProtocolParameters } from "../ports";
import { hashParameters } from "./parameters-hash";

const PARAMETERS: ProtocolParameters = {
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
  costModels: { PlutusV1: [1, 2], PlutusV2: [3], PlutusV3: [4] },
};

it("is another where any parameter is another", () => {
  const others = Object.keys(PARAMETERS).map((name) => {
    const value = PARAMETERS[name as keyof ProtocolParameters];
    const other = typeof value === "bigint" ? value + 1n : typeof value === "number" ? value * 2 : {};
    return hashParameters({ ...PARAMETERS, [name]: other });
  });
  expect(new Set([hashParameters(PARAMETERS), ...others]).size).toBe(others.length + 1);
  const { costModels } = PARAMETERS;
  const model = { ...PARAMETERS, costModels: { ...costModels, PlutusV3: [5] } };
  expect(hashParameters(model)).not.toBe(hashParameters(PARAMETERS));
});

it("is the same in whatever order they come", () => {
  const { costModels } = PARAMETERS;
  const turned = Object.fromEntries(Object.entries(PARAMETERS).reverse()) as ProtocolParameters;
  const models = Object.fromEntries(Object.entries(costModels).reverse()) as ProtocolParameters["costModels"];
  expect(hashParameters({ ...turned, costModels: models })).toBe(hashParameters(PARAMETERS));
});
