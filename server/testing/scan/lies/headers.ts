import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { changeJson } from "./change-json";
import type { Call, Lie } from "./lie";

/* Headers of blocks, wherever a server tells them. */

type Header = {
  readonly hash: string;
  readonly height: number;
  readonly previous_block: string | null;
  readonly next_block: string | null;
  readonly tx_count: number;
};

const onHeaders =
  (change: (call: Call, header: Header) => Header): Lie["reply"] =>
  (call, reply) => {
    const [resource, , part] = call.question.parts;
    if (resource !== "blocks" || part === "txs") return null;
    const changed = (row: unknown) => (isHeader(row) ? change(call, row) : row);
    return changeJson(reply, (told) => (Array.isArray(told) ? told.map(changed) : changed(told)));
  };

/** Unless another lie has changed it. */
const isHeader = (row: unknown): row is Header =>
  typeof row === "object" && row !== null && "hash" in row && typeof row.hash === "string";

const inventedHash = (hash: string) => bytesToHex(blake2b(utf8ToBytes(hash), { dkLen: 32 }));

export const HEADER_LIES = {
  /** Its neighbours name the block by the same hash, which no block has. */
  "hash-invented": {
    reply: onHeaders(({ happens }, header) => {
      const told = (hash: string | null) => (typeof hash === "string" && happens(hash) ? inventedHash(hash) : hash);
      const { hash, previous_block, next_block } = header;
      return {
        ...header,
        hash: told(hash) ?? hash,
        previous_block: told(previous_block),
        next_block: told(next_block),
      };
    }),
  },
  "height-of-a-block-wrong": {
    reply: onHeaders(({ happens }, header) =>
      happens(header.hash) ? { ...header, height: header.height + 1 } : header,
    ),
  },
  "previous-block-wrong": {
    reply: onHeaders(({ happens }, header) =>
      happens(header.hash) ? { ...header, previous_block: inventedHash(header.hash) } : header,
    ),
  },
  "count-of-a-block-wrong": {
    reply: onHeaders(({ happens, dice }, header) =>
      happens(header.hash) ? { ...header, tx_count: dice(header.hash).below(4) } : header,
    ),
  },
} satisfies Record<string, Lie>;
