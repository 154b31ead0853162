import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
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
  (call, { status, body }) => {
    const [resource, , part] = call.question.parts;
    if (resource !== "blocks" || part === "txs" || status !== 200) return null;
    const told: Header | readonly Header[] = JSON.parse(body);
    const changed = "length" in told ? told.map((header) => change(call, header)) : change(call, told);
    return { status, body: JSON.stringify(changed) };
  };

const inventedHash = (hash: string) => bytesToHex(blake2b(utf8ToBytes(hash), { dkLen: 32 }));

export const HEADER_LIES = {
  /** Its neighbours name the block by the same hash, which no block has. */
  "hash-invented": {
    reply: onHeaders(({ happens }, header) => {
      const told = (hash: string | null) => (hash !== null && happens(hash) ? inventedHash(hash) : hash);
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
