import type { Documents, Plan } from "./documents";
import { ROWS } from "./encode";
import { type Block, type Cancel, type Database, OPEN, type Row, type State, type Text } from "./state";
import type { World } from "./world";

/** Reads what `encode` wrote. */
export function decode(world: World, bytes: Uint8Array): State {
  const reader = new Reader(bytes);
  const { documents, bounds } = world;
  const faults = reader.small();
  const chain = times(reader.small(), () => readBlock(reader, documents));
  const texts = times(reader.small(), () => readText(reader, documents));
  const cancels = times(reader.small(), (): Cancel => ({ plan: documents.planOf(reader.id()), nonce: reader.small() }));
  const databases = times(bounds.databases, () => readDatabase(reader, world));
  const backup = reader.small() === 0 ? null : readDatabase(reader, world);
  return { chain, texts, cancels, databases, backup, rollbacksLeft: faults & 15, restoresLeft: faults >> 4 };
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  small(): number {
    return this.bytes[this.at++] ?? 0;
  }

  id(): number {
    return this.small() | (this.small() << 8);
  }
}

function times<T>(count: number, make: () => T): T[] {
  const made: T[] = [];
  while (made.length < count) made.push(make());
  return made;
}

function readBlock(reader: Reader, documents: Documents): Block {
  const head = reader.small();
  const binding = documents.bindingOf(reader.id());
  return { time: head >> 1, binding, paying: (head & 1) === 1, deadline: reader.small(), paid: reader.small() };
}

function readText(reader: Reader, documents: Documents): Text {
  const binding = documents.bindingOf(reader.id());
  const plan = documents.planOf(reader.id());
  const flags = reader.small();
  return { binding, plan, deadline: flags >> 2, signed: (flags & 2) !== 0, saidDead: (flags & 1) !== 0 };
}

function readDatabase(reader: Reader, { bounds, documents }: World): Database {
  const days = times(bounds.earned.length, () => readRow(reader, documents));
  const asked = reader.small();
  const binding = reader.id();
  const resume = asked === 0 ? null : { binding: documents.bindingOf(binding), deadline: asked - 1 };
  const staged = times(bounds.engines > 1 ? bounds.engines : 0, (): Plan | null => documents.planOf(reader.id()));
  const noted = bounds.earned.map(() => reader.small()).map((lines) => (lines === 0 ? null : lines - 1));
  return { days, resume, staged, noted };
}

function readRow(reader: Reader, documents: Documents): Row {
  const head = reader.small();
  const id = reader.id();
  const state = ROWS[head & 3];
  if (state === "CLOSED") return { state, report: documents.reportOf(id) };
  const plan = documents.planOf(id);
  if (state === undefined || state === "OPEN" || plan === null) return OPEN;
  return state === "PREVIEW" ? { state, plan } : { state, plan, deadline: head >> 2 };
}
