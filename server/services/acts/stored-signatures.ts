import type { Database } from "@/db/client";
import type { Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { type ActPlan, keysAskedBy } from "../pool-commands/plan-act";
import { actSignatures, countedOf } from "./internal/act-signatures";

/** What was gathered in the console for this very text, of keys that may sign it: the command needs no file of them. */
export async function storedSignatures(db: Database, plan: ActPlan): Promise<Map<Hex, Envelope>> {
  return countedOf(await actSignatures(db, [plan.text]), keysAskedBy(plan));
}
