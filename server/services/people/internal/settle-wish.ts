import type { Transaction } from "@/db/client";
import type { Wish } from "@/server/domain/people/wish";
import type { Actor } from "../../audit/append-audit";
import { type Applied, applyWish } from "./apply-wish";
import type { PersonRow } from "./find-person";
import { type Change, recordChange } from "./record-change";
import { type Asker, agree } from "./requests";

/** `asked`: another has to agree, or one alone does the same from `aloneFromMs` on. */
export type ChangeAnswer =
  | { readonly kind: "asked"; readonly aloneFromMs: number }
  | ({ readonly kind: "done" } & Applied);

type Settling = {
  readonly person: PersonRow;
  readonly wish: Wish;
  /** Null if nobody has to agree. */
  readonly asker: Asker | null;
  readonly actor: Actor;
  /** What the audit log says of it. */
  readonly details: Change["details"];
};

/** Keeps the wish, or does it once it is agreed to. */
export async function settleWish(tx: Transaction, settling: Settling): Promise<ChangeAnswer> {
  const { person, wish, asker, actor, details } = settling;
  const userId = person.id;
  const aloneFromMs = asker === null ? null : await agree(tx, userId, wish, asker);
  if (aloneFromMs !== null) {
    await recordChange(tx, { actor, action: "user.ask", userId, details: { what: wish.what, ...details } });
    return { kind: "asked", aloneFromMs };
  }
  const applied = await applyWish(tx, person, wish);
  await recordChange(tx, { actor, action: wish.what === "invitation" ? "user.invite" : "user.reset", userId, details });
  return { kind: "done", ...applied };
}
