import { z } from "zod";
import {
  costModel,
  count,
  hash32,
  listOf,
  neededCostModel,
  quantity,
  recordOf,
  transactionBytes,
} from "../../http/values";

/* The parts of Ogmios' answers that are used (its JSON schema of 6.14). What is not named here is ignored. */

export const point = z.object({ slot: count, id: hash32 }).transform(({ slot, id: hash }) => ({ slot, hash }));
const origin = z.literal("origin");
export const tip = z
  .object({ slot: count, id: hash32, height: count })
  .transform(({ slot, id: hash, height }) => ({ slot, hash, height }));
export type Tip = z.output<typeof tip>;

export const intersection = z.object({ intersection: z.union([point, origin]), tip: z.union([tip, origin]) });
export const noIntersection = z.object({ tip: z.union([tip, origin]) });

const transaction = z
  .object({ id: hash32, spends: z.enum(["inputs", "collaterals"]).default("inputs"), cbor: transactionBytes.nullish() })
  .transform(({ id, spends, cbor }) => ({ id, valid: spends === "inputs", cbor: cbor ?? null }));

/** Byron's boundary blocks have no slot and hold nothing. */
const boundary = z.object({ type: z.literal("ebb"), id: hash32, ancestor: hash32, height: count });
const block = z.object({
  type: z.enum(["bft", "praos"]),
  id: hash32,
  ancestor: z.union([hash32, z.literal("genesis").transform(() => null)]),
  height: count,
  slot: count,
  transactions: listOf(transaction).default([]),
});
export type Block = z.output<typeof block>;
export type Told = Block | z.output<typeof boundary>;

export const nextBlock = z.discriminatedUnion("direction", [
  z.object({ direction: z.literal("forward"), tip, block: z.discriminatedUnion("type", [boundary, block]) }),
  z.object({ direction: z.literal("backward"), tip: z.union([tip, origin]), point: z.union([point, origin]) }),
]);

export const genesis = z.object({
  networkMagic: count,
  startTime: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  securityParameter: count.positive(),
});

const bound = z.object({ time: z.object({ seconds: z.number().nonnegative().max(1e11) }), slot: count });
export const eras = listOf(
  z.object({
    start: bound,
    end: bound.nullish(),
    parameters: z.object({ slotLength: z.object({ milliseconds: z.number().positive() }) }),
  }),
);

const ada = z.object({ ada: z.object({ lovelace: quantity }) }).transform(({ ada: { lovelace } }) => lovelace);
const size = z.object({ bytes: count }).transform(({ bytes }) => bytes);
const ratio = z
  .string()
  .regex(/^\d{1,20}\/[1-9]\d{0,19}$/, "should be a ratio of whole numbers")
  .transform((text) => {
    const [top = "0", bottom = "1"] = text.split("/");
    return Number(top) / Number(bottom);
  });

export const parameters = z.object({
  minFeeCoefficient: count,
  minFeeConstant: ada,
  minFeeReferenceScripts: z.object({ base: z.number().nonnegative() }),
  minUtxoDepositCoefficient: quantity,
  maxTransactionSize: size,
  maxValueSize: size,
  stakeCredentialDeposit: ada,
  stakePoolDeposit: ada,
  collateralPercentage: count,
  maxCollateralInputs: count,
  plutusCostModels: z.object({
    "plutus:v1": costModel.default([]),
    "plutus:v2": costModel.default([]),
    "plutus:v3": neededCostModel,
  }),
  scriptExecutionPrices: z.object({ memory: ratio, cpu: ratio }),
  maxExecutionUnitsPerTransaction: z.object({ memory: quantity, cpu: quantity }),
  version: z.object({ major: count }),
});

const rewards = z.object({ rewards: ada, from: z.enum(["verificationKey", "script"]), credential: z.string() });
/** A list since 6.11 or so; before, an object by credential. */
export const accounts = z.union([listOf(rewards), recordOf(z.string(), z.object({ rewards: ada }))]);

export const submitted = z.object({ transaction: z.object({ id: hash32 }) });
