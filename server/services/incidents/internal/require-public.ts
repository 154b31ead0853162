import { ServiceError } from "../../errors";
import type { IncidentRow } from "./rows";

/** Throws ServiceError if the public is told nothing of this incident: then nobody would read a public note. */
export function requirePublic({ id, publicText }: IncidentRow): void {
  if (publicText !== null) return;
  const say = "say first, as its public text, what it means for players";
  throw new ServiceError("wrong-state", `incident ${id} is not on the status page: ${say}`);
}
