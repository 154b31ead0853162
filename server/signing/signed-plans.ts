import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { HeldPlan } from "@/server/domain/ports";
import type { PosixMs } from "@/server/domain/units";
import { readJsonFile } from "@/server/files/read-json";
import { FileError } from "@/server/files/read-text";

/** The one thing that was signed for a state of the pool. */
export type Signed = HeldPlan;

/** What a signer remembers across restarts: the one thing that it signed for each state of the pool. */
export interface SignedPlans {
  /**
   * Returns null if it may be signed (and records it as signed), else what was signed before. That stands in the way
   * until its deadline is before `releasedMs`.
   */
  claim(state: string, asked: Signed, releasedMs: PosixMs): Promise<Signed | null>;
  /** What stands in the way of anything else; null if that is nothing. */
  held(state: string, releasedMs: PosixMs): Promise<Signed | null>;
}

/**
 * What is now to be remembered for a state of the pool, where `known` was signed: null if the new one stands in its
 * way. The same may be signed again with another deadline; the latest is remembered.
 */
export function claimOver(known: Signed | undefined, asked: Signed, releasedMs: PosixMs): Signed | null {
  if (known?.digest === asked.digest) return { ...asked, deadlineMs: Math.max(known.deadlineMs, asked.deadlineMs) };
  return heldOf(known, releasedMs) === null ? asked : null;
}

export function heldOf(known: Signed | undefined, releasedMs: PosixMs): Signed | null {
  return known === undefined || known.deadlineMs < releasedMs ? null : known;
}

const signedSchema = z.object({
  day: z.number().int(),
  digest: z.string(),
  reportHash: z.string(),
  deadlineMs: z.number().int(),
});
/** What was released stays on record. */
const fileSchema = z.record(z.string(), signedSchema.extend({ released: z.array(signedSchema).default([]) }));
type File = z.output<typeof fileSchema>;

/** Kept in a file that is written and synced before a signature is handed out. Claims run one after the other. */
export function openSignedPlans(file: string): SignedPlans {
  let last: Promise<unknown> = Promise.resolve();
  const claim = async (state: string, asked: Signed, releasedMs: PosixMs): Promise<Signed | null> => {
    const all = await load(file);
    const known = all[state];
    const now = claimOver(known, asked, releasedMs);
    if (now === null) return known ?? null;
    const { released = [], ...before } = known ?? {};
    const isReleased = known !== undefined && known.digest !== now.digest;
    await save(file, {
      ...all,
      [state]: { ...now, released: isReleased ? [...released, signedSchema.parse(before)] : released },
    });
    return null;
  };
  return {
    claim(state, asked, releasedMs) {
      const result = last.then(() => claim(state, asked, releasedMs));
      last = result.catch(() => undefined);
      return result;
    },
    async held(state, releasedMs) {
      await last;
      return heldOf((await load(file))[state], releasedMs);
    },
  };
}

/** Throws FileError where the record cannot be read: without it two things could be signed for one state. */
async function load(file: string): Promise<File> {
  const value = await readJsonFile(file).catch((error: unknown) => {
    if (error instanceof FileError && errorCode(error.cause) === "ENOENT") return {};
    throw error;
  });
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FileError(`${file} is not a signer's record of what it signed. Name the right file, or restore it.`);
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

async function save(file: string, plans: File): Promise<void> {
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
