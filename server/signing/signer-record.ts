import { z } from "zod";
import type { HeldPlan } from "@/server/domain/ports";
import type { Lovelace, PosixMs } from "@/server/domain/units";

/** One thing that was signed, when, and what it pays. */
export type Signed = HeldPlan & {
  readonly lovelace: Lovelace;
  /** When its latest deadline was signed, by the signer's clock. */
  readonly signedMs: PosixMs;
};

/** What a signer's record may lack: signatures for nonces up to this one (null: for any), which hold until then. */
export type Gap = { readonly nonce: number | null; readonly untilMs: PosixMs };

/** What a signer remembers. The states of its pool are named by `stateKey`; what was released stays on record. */
export type SignerRecord = {
  /** Counts what was written. It never goes back. */
  readonly sequence: number;
  /** The key whose signatures these are; null before the first. */
  readonly publicKey: string | null;
  /** The nonce of the newest signature. */
  readonly newestNonce: number | null;
  /** The furthest deadline that this signer has been allowed to sign. */
  readonly longestDeadlineMs: number;
  readonly gap: Gap | null;
  readonly states: Readonly<Record<string, Signed & { readonly released: readonly Signed[] }>>;
};

/** All that is on record: the newest of each state, and what was released. */
export function allSigned({ states }: SignerRecord): Signed[] {
  return Object.values(states).flatMap(({ released, ...newest }) => [newest, ...released]);
}

/** The record cannot be gone by, and nothing is signed. The message says why, and what to do. */
export class RecordRefused extends Error {
  override readonly name = "RecordRefused";
}

export const NEW_RECORD: SignerRecord = {
  sequence: 0,
  publicKey: null,
  newestNonce: null,
  longestDeadlineMs: 0,
  gap: null,
  states: {},
};

const FORMAT = "daily-prize-oracle/signer-record/1";
const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const signedSchema = z.strictObject({
  day: z.number().int(),
  digest: hash,
  reportHash: hash,
  deadlineMs: z.number().int(),
  lovelace: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(BigInt),
  signedMs: z.number().int(),
});
const recordSchema = z.strictObject({
  format: z.literal(FORMAT),
  sequence: count,
  publicKey: hash.nullable(),
  newestNonce: count.nullable(),
  longestDeadlineMs: count,
  gap: z.strictObject({ nonce: count.nullable(), untilMs: z.number().int() }).nullable(),
  states: z.record(z.string(), signedSchema.extend({ released: z.array(signedSchema) })),
});

export function writeRecord(record: SignerRecord): string {
  const text = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return `${JSON.stringify({ format: FORMAT, ...record }, text, 1)}\n`;
}

/** The same for the same record, in whatever order it was put together. */
function sortedText(record: SignerRecord): string {
  const read = readRecord(JSON.parse(writeRecord(record)));
  if (!read) throw new Error("a signer's record that cannot be read again");
  return writeRecord(read);
}

/** Null if it is no such record. */
export function readRecord(value: unknown): SignerRecord | null {
  const { data } = recordSchema.safeParse(value);
  if (!data) return null;
  const { format: _, ...record } = data;
  return record;
}

/** Where a record is kept. */
export type RecordStore = {
  load(): Promise<SignerRecord>;
  /** Returns when it would survive a power cut. */
  save(record: SignerRecord): Promise<void>;
  /** Runs `work` while no other process does the same with this record. */
  alone<T>(work: () => Promise<T>): Promise<T>;
};

export type Change<T> = { readonly record: SignerRecord; readonly answer: T };

/** What a signer remembers across restarts. */
export interface SignedPlans {
  read(): Promise<SignerRecord>;
  /** One after the other. What `work` returns is stored before its answer is given; the same record is not. */
  change<T>(work: (record: SignerRecord) => Change<T>): Promise<T>;
}

/**
 * Throws RecordRefused if the record is not as new as it was, for somebody has put an older one there, and if what was
 * saved is not what is there then.
 */
export function keepRecord(store: RecordStore): SignedPlans {
  let last: Promise<unknown> = Promise.resolve();
  let newest = 0;
  const load = async (): Promise<SignerRecord> => {
    // A read that began before a change may end after it.
    const known = newest;
    const record = await store.load();
    if (record.sequence < known) {
      throw new RecordRefused(
        `this signer's record went back from ${known} to ${record.sequence} while it ran: stop it, and say that the record is an older one (npm run signer-record -- restored)`,
      );
    }
    newest = Math.max(newest, record.sequence);
    return record;
  };
  /** Where the lock fails, on a disk that two machines share, one of two writers finds the other's record. */
  const save = async (record: SignerRecord): Promise<void> => {
    await store.save(record);
    newest = record.sequence;
    if (sortedText(await store.load()) === sortedText(record)) return;
    throw new RecordRefused(
      "this signer's record is not what it has just written: another signer writes to it, and only one may. End one of them",
    );
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(() => store.alone(work));
    last = result.catch(() => undefined);
    return result;
  };
  return {
    async read() {
      await last;
      return load();
    },
    change: (work) =>
      inTurn(async () => {
        const before = await load();
        const { record, answer } = work(before);
        if (record === before) return answer;
        await save({ ...record, sequence: before.sequence + 1 });
        return answer;
      }),
  };
}
