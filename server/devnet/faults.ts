import { z } from "zod";

const PatchOperation = z.discriminatedUnion("op", [
  z.object({ op: z.enum(["add", "replace"]), path: z.string(), value: z.unknown() }),
  z.object({ op: z.literal("remove"), path: z.string() }),
]);

/** What a fault does to a matching request. */
const Effect = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("delay"), ms: z.number().min(0) }),
  z.object({
    kind: z.literal("status"),
    status: z.int().min(100).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ kind: z.literal("drop") }),
  z.object({ kind: z.literal("cut") }),
  z.object({ kind: z.literal("timeout") }),
  z.object({ kind: z.literal("accept-then-error"), answer: z.enum(["500", "timeout", "drop", "bare-hash"]) }),
  z.object({ kind: z.literal("accept-and-lose") }),
  z.object({ kind: z.literal("stale"), blocks: z.int().min(1) }),
  z.object({ kind: z.literal("lie"), patch: z.array(PatchOperation).min(1) }),
]);

/**
 * A rule: which requests of any server (`path` is a regular expression over the path without the API's prefix, as
 * /api/v0; `method` is optional), how often (`times`, default always), and what happens to them. Only the first rule
 * that fits is used up.
 */
export const FaultRule = z.intersection(
  z.object({ path: z.string(), method: z.string().optional(), times: z.int().min(1).optional() }),
  Effect,
);

export type FaultRule = z.infer<typeof FaultRule>;
export type PatchOperation = z.infer<typeof PatchOperation>;

export class Faults {
  private rules: { rule: FaultRule; pattern: RegExp; left: number }[] = [];

  /** Replaces all rules. Throws if a path is not a regular expression. */
  set(rules: readonly FaultRule[]): void {
    this.rules = rules.map((rule) => ({
      rule,
      pattern: new RegExp(rule.path),
      left: rule.times ?? Number.POSITIVE_INFINITY,
    }));
  }

  clear(): void {
    this.rules = [];
  }

  get pending(): readonly FaultRule[] {
    return this.rules.filter(({ left }) => left > 0).map(({ rule }) => rule);
  }

  /** The fault for this request, counted as used. */
  take(method: string, path: string): FaultRule | null {
    const found = this.rules.find(
      ({ rule, pattern, left }) => left > 0 && pattern.test(path) && (!rule.method || rule.method === method),
    );
    if (!found) return null;
    found.left--;
    return found.rule;
  }
}

/** RFC 6902 `add`, `replace` and `remove` on a copy of `answer`. Throws if a path does not exist. */
export function applyPatch(answer: unknown, patch: readonly PatchOperation[]): unknown {
  const holder = { root: structuredClone(answer) };
  for (const operation of patch) {
    const steps = operation.path
      .split("/")
      .slice(1)
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = steps.length === 0 ? "root" : (steps[steps.length - 1] ?? "");
    const parent = steps.length === 0 ? holder : steps.slice(0, -1).reduce<unknown>(child, holder.root);
    change(parent, last, operation);
  }
  return holder.root;
}

function child(parent: unknown, step: string): unknown {
  return (parent as Record<string, unknown> | undefined)?.[step];
}

function change(parent: unknown, key: string, operation: PatchOperation): void {
  if (typeof parent !== "object" || parent === null) throw new Error(`lie: nothing is at ${operation.path}`);
  const value = operation.op === "remove" ? undefined : operation.value;
  if (Array.isArray(parent)) {
    const index = key === "-" ? parent.length : Number(key);
    parent.splice(index, operation.op === "add" ? 0 : 1, ...(operation.op === "remove" ? [] : [value]));
  } else if (operation.op === "remove") {
    Reflect.deleteProperty(parent, key);
  } else {
    Reflect.set(parent, key, value);
  }
}
