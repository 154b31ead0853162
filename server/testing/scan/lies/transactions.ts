import { type Answer, concerns } from "../api/routes";
import type { Block } from "../chain/chain";
import { GAME } from "../chain/people";
import { PRIZE_ASSET, STATE_TOKEN, SYSTEM_START_S } from "../chain/terms";
import type { TestTransaction } from "../chain/transaction";
import type { Call, Lie } from "./lie";

/* Single transactions and blocks: another place, another validity, other bytes. */

type Row = Record<string, unknown>;

const OURS = [
  ["address", GAME.text],
  ["asset", PRIZE_ASSET],
  ["asset", STATE_TOKEN],
  ["burns", PRIZE_ASSET],
] as const;

/** Changes one of the routes of a transaction: its place (no part), its bytes, its outputs. */
const onTransaction =
  (part: "cbor" | "utxos" | undefined, change: (call: Call, row: Row, id: string) => Row | null): Lie["answer"] =>
  (call, answer) => {
    const [resource, id = "", asked] = call.question.parts;
    if (resource !== "txs" || asked !== part || answer.kind !== "object") return answer;
    const value = change(call, answer.value as Row, id);
    return value ? { kind: "object", value } : answer;
  };

const placeAt = ({ hash, height, slot }: Block): Row => ({
  block: hash,
  block_height: height,
  block_time: SYSTEM_START_S + slot,
  slot,
});

function find({ story }: Call, id: string): TestTransaction | undefined {
  return story.now.flatMap(({ transactions }) => transactions).find((transaction) => transaction.id === id);
}

const flag = (value: boolean) => (call: Call, row: Row, id: string) =>
  call.happens(id) ? { ...row, valid_contract: value } : null;

const flippedPlace = (call: Call, row: Row, id: string) =>
  call.happens(id) ? { ...row, valid_contract: !row.valid_contract } : null;

const flippedBytes = (call: Call, _: Row, id: string) => {
  const transaction = call.happens(id) ? find(call, id) : undefined;
  return transaction ? { cbor: transaction.cbor({ valid: !transaction.valid }) } : null;
};

const both =
  (...changes: (Lie["answer"] | undefined)[]): Lie["answer"] =>
  (call, answer, library) =>
    changes.reduce<Answer>((so, change) => change?.(call, so, library) ?? so, answer);

const otherPlace = (wanted: (call: Call, id: string) => Block | undefined) =>
  onTransaction(undefined, (call, row, id) => {
    const block = call.happens(id) ? wanted(call, id) : undefined;
    return block ? { ...row, ...placeAt(block) } : null;
  });

export const TRANSACTION_LIES = {
  "wrong-block": { answer: otherPlace(({ story, dice }, id) => dice(id).pick(story.now)) },
  "orphaned-block": { answer: otherPlace(({ story, dice }, id) => dice(id).pick(story.views).at(-1)) },
  /** Height and time are right, so that only the block's own list can tell. */
  "block-of-a-place-wrong": {
    answer: onTransaction(undefined, ({ story, happens, dice }, row, id) =>
      happens(id) ? { ...row, block: dice(id).pick(story.views).at(-1)?.hash } : null,
    ),
  },
  "place-time-moved": {
    answer: onTransaction(undefined, ({ happens }, row, id) =>
      happens(id) ? { ...row, slot: Number(row.slot) + 1, block_time: Number(row.block_time) + 1 } : null,
    ),
  },
  "validity-flipped": { answer: onTransaction(undefined, flippedPlace) },
  "told-valid": { answer: onTransaction(undefined, flag(true)) },
  "flag-flipped": { answer: onTransaction("cbor", flippedBytes) },
  /** Place and bytes agree with each other. */
  "validity-and-flag-flipped": {
    answer: both(onTransaction(undefined, flippedPlace), onTransaction("cbor", flippedBytes)),
  },
  "witnesses-left-out": {
    answer: onTransaction("cbor", (call, _, id) => {
      const transaction = call.happens(id) ? find(call, id) : undefined;
      return transaction ? { cbor: transaction.cbor({ valid: true, witnesses: "none" }) } : null;
    }),
  },
  "bytes-of-another": {
    answer: onTransaction("cbor", (call, _, id) => {
      const { transactions } = call.dice(id).pick(call.story.now);
      const other = call.happens(id) ? transactions.find((transaction) => transaction.id !== id) : undefined;
      return other ? { cbor: other.cbor() } : null;
    }),
  },
  "bytes-cut": {
    answer: onTransaction("cbor", (call, row, id) =>
      call.happens(id) ? { cbor: String(row.cbor).slice(0, 2 * call.dice(id).below(200)) } : null,
    ),
  },
  "bytes-changed": {
    answer: onTransaction("cbor", (call, row, id) => {
      if (!call.happens(id)) return null;
      const text = String(row.cbor);
      const at = 2 * call.dice(id).below(text.length / 2);
      const byte = Number.parseInt(text.slice(at, at + 2), 16) ^ 1;
      return { cbor: text.slice(0, at) + byte.toString(16).padStart(2, "0") + text.slice(at + 2) };
    }),
  },
  "collateral-left-out": {
    answer: onTransaction("utxos", (call, row, id) => {
      const keep = (rows: unknown) => (rows as { collateral: boolean }[]).filter(({ collateral }) => !collateral);
      return call.happens(id) ? { ...row, inputs: keep(row.inputs), outputs: keep(row.outputs) } : null;
    }),
  },
  /** What exists is said not to, in the API's own words. */
  unknown: {
    answer: ({ question: { parts }, happens }, answer) =>
      (parts[0] === "txs" || parts[0] === "blocks") && happens(parts.join("/")) ? { kind: "unknown" } : answer,
  },
  /** Only what an input of ours was cannot be found out: the transaction that made it. */
  "earlier-unknown": {
    answer: (call, answer, library) => {
      const [resource, id = ""] = call.question.parts;
      const transaction = resource === "txs" && call.happens(id) ? find(call, id) : undefined;
      const isOurs = transaction && OURS.some(([kind, subject]) => concerns(library, transaction, kind, subject));
      return transaction && !isOurs ? { kind: "unknown" } : answer;
    },
  },
  /** A block's slot and time, moved together so that they agree. */
  "slot-moved": {
    answer: (call, answer) => {
      const moved = (block: Block): Block => (call.happens(block.hash) ? { ...block, slot: block.slot + 1 } : block);
      if (answer.kind === "blocks") return { ...answer, blocks: answer.blocks.map(moved) };
      const isBlock = call.question.parts[0] === "blocks" && answer.kind === "object";
      const row = isBlock ? (answer.value as { hash: string; slot: number; time: number }) : null;
      if (!row || !call.happens(row.hash)) return answer;
      return { kind: "object", value: { ...row, slot: row.slot + 1, time: row.time + 1 } };
    },
  },
} satisfies Record<string, Lie>;
