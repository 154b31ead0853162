import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { DayIndex, Hex } from "@/server/domain/units";

export type SignedPlan = { readonly day: DayIndex; readonly plan: Hex };

/** What a signer remembers across restarts: the one plan that it signed for each state of the pool. */
export interface SignedPlans {
  /** Returns null if the plan may be signed (and records it as signed), else the other plan signed before. */
  claim(state: string, plan: SignedPlan): Promise<SignedPlan | null>;
}

const fileSchema = z.record(z.string(), z.object({ day: z.number().int(), plan: z.string() }));

/** Kept in a file that is written and synced before a signature is handed out. Claims run one after the other. */
export function openSignedPlans(file: string): SignedPlans {
  let last: Promise<unknown> = Promise.resolve();
  const claim = async (state: string, plan: SignedPlan): Promise<SignedPlan | null> => {
    const known = await load(file);
    const other = known[state];
    if (other) return other.plan === plan.plan ? null : other;
    await save(file, { ...known, [state]: plan });
    return null;
  };
  return {
    claim(state, plan) {
      const result = last.then(() => claim(state, plan));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

async function load(file: string): Promise<Record<string, SignedPlan>> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  return fileSchema.parse(JSON.parse(text));
}

async function save(file: string, plans: Record<string, SignedPlan>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.part`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(plans));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
