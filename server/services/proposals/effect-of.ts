import { parseOperations } from "@/server/domain/day/operations";
import { parseRules } from "@/server/domain/rules/rules";
import { sayDayEffect, sayDueChange } from "@/server/words/document/say-effect";
import type { Context } from "../context";
import type { Draft } from "./draft";
import { operationsEffect } from "./operations-effect";
import { type EffectBounds, rulesEffect } from "./rules-effect";

/**
 * The effect of a draft in sentences: of rules on the last days, of operations on the days that go on. Nothing is said
 * of a document that cannot be read.
 */
export async function effectOf(ctx: Pick<Context, "db">, draft: Draft, bounds: EffectBounds): Promise<string[]> {
  if (draft.kind === "rules") {
    const parsed = parseRules(draft.document);
    return parsed.ok ? (await rulesEffect(ctx, parsed.rules, bounds)).flatMap(sayDayEffect) : [];
  }
  const parsed = parseOperations(draft.document);
  return parsed.ok ? (await operationsEffect(ctx, parsed.operations)).map(sayDueChange) : [];
}
