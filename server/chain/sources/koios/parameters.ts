import { z } from "zod";
import type { ProtocolParameters } from "@/server/domain/ports";
import { epochParameters, toParameters } from "../http/epoch-parameters";
import { costModel, neededCostModel, whole } from "../http/values";
import type { KoiosClient } from "./client";
import { readTip } from "./genesis";

const schema = epochParameters.extend({
  epoch_no: whole,
  protocol_major: whole,
  /** Lists in the ledger's order, which db-sync keeps. */
  cost_models: z.object({
    PlutusV1: costModel.default([]),
    PlutusV2: costModel.default([]),
    PlutusV3: neededCostModel,
  }),
});

/** `/epoch_params` of the epoch at the tip, of a network in the Conway era or later. */
export async function readParameters(client: KoiosClient): Promise<ProtocolParameters> {
  const { epoch_no: epoch } = await readTip(client);
  const answer = await client.row({ path: "epoch_params", query: { _epoch_no: epoch } }, schema, {
    what: "the parameters of epoch",
    name: epoch,
    nameOf: ({ epoch_no }) => epoch_no,
  });
  if (!answer) throw client.error("unavailable", `there are no parameters of epoch ${epoch} yet. Try later.`);
  return toParameters(answer, { protocolMajorVersion: answer.protocol_major, costModels: answer.cost_models });
}
