import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import { ServiceError } from "../../errors";
import type { IncidentRow } from "./rows";

/** Throws ServiceError if the status page does not show this incident: then nobody would read a public note. */
export async function requirePublic(tx: Transaction, { id, publicText, causeId }: IncidentRow): Promise<void> {
  if (publicText === null) {
    const say = "say first, as its public text, what it means for players";
    throw new ServiceError("wrong-state", `incident ${id} is not on the status page: ${say}`);
  }
  if (causeId === null) return;
  const [cause] = await tx.select({ told: incident.publicText }).from(incident).where(eq(incident.id, causeId));
  if (!cause || cause.told === null) return;
  const say = `it tells of incident ${causeId}, which explains this one: write there`;
  throw new ServiceError("wrong-state", `incident ${id} is not on the status page: ${say}`);
}
