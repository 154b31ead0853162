import { expect, it } from "vitest";
import { PROTOCOL_PARAMETERS } from "@/server/testing/domain/protocol-parameters";
import type { ProtocolParameters } from "../ports";
import { hashParameters } from "./parameters-hash";

const PARAMETERS: ProtocolParameters = {
  ...PROTOCOL_PARAMETERS,
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
