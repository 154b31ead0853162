import { withTransaction } from "@/db/transaction";
import type { Credential } from "@/server/domain/people/credentials";
import type { Context } from "../context";
import { type FactorOffer, offerFactor } from "./internal/factor-offer";
import { lockLink } from "./internal/link";
import type { SecretBox } from "./secret-box";

export type OpenLink = {
  readonly name: string;
  readonly email: string;
  readonly sets: Credential | "both";
  /** The second factor that the link offers; null if it sets the password alone. */
  readonly factor: FactorOffer | null;
};

/** What a link is for. Looking uses nothing up. Throws ServiceError: `not-found`, `conflict`, `wrong-state`. */
export async function openLink({ db }: Pick<Context, "db">, token: string, box: SecretBox): Promise<OpenLink> {
  const { link, person } = await withTransaction(db, (tx) => lockLink(tx, token));
  const { name, email } = person;
  const factor = link.sets === "password" ? null : offerFactor(box, email, linkContext(link.id));
  return { name, email, sets: link.sets, factor };
}

/** What a factor that a link offers is sealed for. */
export function linkContext(linkId: string): string {
  return `link:${linkId}`;
}
