import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { user } from "@/db/schema";
import { personOf } from "@/server/domain/people/actor";

/** What people call each of these actors: a person's name, or the actor's own where there is no such person. */
export async function actorNames(
  db: Database | Transaction,
  actors: readonly (string | null)[],
): Promise<(actor: string) => string> {
  const ids = [...new Set(actors.flatMap((actor) => personOf(actor) ?? []))];
  if (ids.length === 0) return (actor) => actor;
  const people = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids));
  const names = new Map(people.map(({ id, name }) => [`user:${id}`, name]));
  return (actor) => names.get(actor) ?? actor;
}
