import { z } from "zod";
import type { CostModels, ProtocolParameters } from "@/server/domain/ports";
import { epochParameters, toParameters } from "../http/epoch-parameters";
import { costModel, recordOf, whole } from "../http/values";
import type { BlockfrostClient } from "./client";

const raw = recordOf(z.string(), costModel);
const named = recordOf(z.string(), recordOf(z.string(), z.number().int()));

const schema = epochParameters.extend({
  protocol_major_ver: whole,
  cost_models_raw: raw.nullish(),
  cost_models: z.unknown(),
});

/** `/epochs/latest/parameters`, of a network in the Conway era or later. */
export async function readParameters(client: BlockfrostClient): Promise<ProtocolParameters> {
  const answer = await client.need("epochs/latest/parameters", schema);
  const costModels = readCostModels(client, answer.cost_models_raw ?? null, answer.cost_models);
  return toParameters(answer, { protocolMajorVersion: answer.protocol_major_ver, costModels });
}

function readCostModels(client: BlockfrostClient, lists: z.output<typeof raw> | null, names: unknown): CostModels {
  const byName = lists ? null : named.safeParse(names).data;
  const listOf = (version: keyof CostModels): readonly number[] => {
    if (lists) return lists[version] ?? [];
    const model = byName?.[version];
    return model ? listOfNamed(client, version, model) : [];
  };
  const models = { PlutusV1: listOf("PlutusV1"), PlutusV2: listOf("PlutusV2"), PlutusV3: listOf("PlutusV3") };
  if (models.PlutusV3.length === 0) {
    throw client.error("not-supported", `there is no cost model of PlutusV3. ${USE_RAW}`);
  }
  return models;
}

const USE_RAW = "Use a server that answers cost_models_raw, on a network in the Conway era or later.";

/** Sizes at which a model's names, sorted by bytes, are in the ledger's order (Alonzo and Babbage genesis). */
const SORTED_SIZES: Readonly<Record<string, number>> = { PlutusV1: 166, PlutusV2: 175 };

/**
 * The ledger knows a cost model as a list; a server that only gives names leaves its order open. Numbered
 * names are their own order. The first models of PlutusV1 and V2 are in the order of their names. Everything
 * later was added at the end, whatever its name, so that guessing would give a wrong script integrity hash.
 */
function listOfNamed(client: BlockfrostClient, version: string, model: Readonly<Record<string, number>>) {
  const names = Object.keys(model);
  const isNumbered = names.every((name) => /^\d+$/.test(name));
  if (!isNumbered && names.length !== SORTED_SIZES[version]) {
    throw client.error("not-supported", `the cost model of ${version} has names in no known order. ${USE_RAW}`);
  }
  const sorted = isNumbered ? names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)) : names.sort();
  return sorted.map((name) => model[name] ?? 0);
}
