import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { outbox } from "@/db/schema";
import type { Manifest } from "@/server/domain/report/manifest";
import type { DemoSources } from "./sources";

export type SourcesOfDay = {
  /** The kind that the report says the day was read from. */
  readonly source: string;
  /** The kind that the report says was asked besides; null for nobody. */
  readonly secondOpinion: string | null;
  /** Whether it said the same; null where nobody was asked. */
  readonly agreed: boolean | null;
  /** How often another source took the place of the one that was read from. */
  readonly switches: number;
};

/** What the report says of its sources, and what is wrong with that for the demo that was asked for. */
export async function verifySources(
  db: Database,
  { source, secondOpinion: said }: Manifest["declared"],
  { second, fault }: DemoSources,
): Promise<SourcesOfDay & { readonly problems: readonly string[] }> {
  const switches = await db.$count(outbox, eq(outbox.event, "source.chosen"));
  const agreed = said.kind === "none" ? null : said.kind === "agrees";
  const secondOpinion = said.kind === "none" ? null : said.witness.kind;
  const problems = [
    ...(second !== null && agreed !== true ? [`the report does not say that ${second} agreed`] : []),
    ...(fault === "first-dies" && switches === 0 ? ["the first source died, and no other took its place"] : []),
  ];
  return { source: source.kind, secondOpinion, agreed, switches, problems };
}
