import type { Database } from "@/db/client";
import { can } from "@/server/domain/people/roles";
import type { Person } from "@/server/domain/people/two-people";
import { readRequests } from "./internal/requests";

export type ListedRequest = Awaited<ReturnType<typeof readRequests>>[number];

/** What is asked for and this person may take back, the oldest first: administrators all of it, others their own. */
export async function listRequests(
  db: Database,
  { id, role }: Pick<Person, "id" | "role">,
): Promise<readonly ListedRequest[]> {
  return readRequests(db, can(role, "user.manage") ? undefined : id);
}
