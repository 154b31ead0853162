import { idOf } from "./documents";
import type { Database, State } from "./state";

/*
 * A state as bytes, and back. Equal states have equal bytes, so a state is known by them; a million states are tens of
 * megabytes, and nothing of a state stays in memory but these. Documents are written by their ids, in two bytes.
 */
export class Writer {
  readonly bytes = new Uint8Array(1024);
  length = 0;

  small(value: number): void {
    this.bytes[this.length++] = value;
  }

  id(value: number): void {
    this.bytes[this.length++] = value & 0xff;
    this.bytes[this.length++] = value >> 8;
  }
}

export const ROWS = ["OPEN", "PREVIEW", "PROPOSED", "CLOSED"] as const;

/** Writes a state that is settled. */
export function encode(state: State, writer: Writer): void {
  writer.length = 0;
  writer.small(state.rollbacksLeft | (state.restoresLeft << 4));
  writer.small(state.chain.length);
  for (const { time, binding, paying, deadline, paid } of state.chain) {
    writer.small((time << 1) | Number(paying));
    writer.id(binding.id);
    writer.small(deadline);
    writer.small(paid);
  }
  writer.small(state.texts.length);
  for (const { binding, plan, deadline, signed, saidDead } of state.texts) {
    writer.id(binding.id);
    writer.id(idOf(plan));
    writer.small((deadline << 2) | (Number(signed) << 1) | Number(saidDead));
  }
  writer.small(state.cancels.length);
  for (const { plan, nonce } of state.cancels) {
    writer.id(idOf(plan));
    writer.small(nonce);
  }
  encodeDatabases(state.databases, writer);
  writer.small(state.backup === null ? 0 : 1);
  if (state.backup !== null) encodeDatabase(state.backup, writer);
}

/** In the order of their bytes: which of two instances is called the first makes no difference to any move. */
function encodeDatabases(databases: readonly Database[], writer: Writer): void {
  const start = writer.length;
  for (const database of databases) encodeDatabase(database, writer);
  if (databases.length === 1 || isInOrder(writer, start)) return;
  writer.length = start;
  for (const database of databases.toReversed()) encodeDatabase(database, writer);
}

function isInOrder({ bytes, length }: Writer, start: number): boolean {
  const size = (length - start) / 2;
  for (let at = start; at < start + size; at++) {
    const difference = (bytes[at] ?? 0) - (bytes[at + size] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

function encodeDatabase({ days, resume, staged, noted }: Database, writer: Writer): void {
  for (const row of days) {
    writer.small(ROWS.indexOf(row.state) | (row.state === "PROPOSED" ? row.deadline << 2 : 0));
    writer.id(row.state === "OPEN" ? 0 : row.state === "CLOSED" ? row.report.id : row.plan.id);
  }
  writer.small(resume === null ? 0 : resume.deadline + 1);
  writer.id(resume === null ? 0 : resume.binding.id);
  for (const plan of staged) writer.id(idOf(plan));
  for (const lines of noted) writer.small(lines === null ? 0 : lines + 1);
}
