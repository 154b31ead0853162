import type { Voided } from "@/server/domain/contract/act-fate";
import type { TypedAct } from "@/server/domain/contract/typed-act";
import type { FieldProblem } from "@/server/domain/fields";
import { type EffectInWords, sayActEffect } from "@/server/words/act-effect";
import { namesByKey } from "../approval/signatures";
import type { Context } from "../context";
import { requirePool } from "../pool/load-pool";
import { keysAskedBy } from "../pool-commands/plan-act";
import { whatItVoids } from "./internal/what-it-voids";
import { readPlan } from "./propose-act";

export type CheckedAct =
  | { readonly ok: true; readonly text: string; readonly effect: EffectInWords; readonly voids: readonly Voided[] }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** What an act would do and void as the pool stands, before it is proposed. Writes nothing. Throws ServiceError. */
export async function checkAct({ db }: Pick<Context, "db">, act: TypedAct): Promise<CheckedAct> {
  const pool = await requirePool(db);
  const planned = readPlan(act, pool);
  if (!planned.ok) return planned;
  const { wanted, text } = planned.plan;
  const names = await namesByKey(db, keysAskedBy(planned.plan));
  return { ok: true, text, effect: sayActEffect(wanted, pool, names), voids: await whatItVoids(db, pool, null) };
}
