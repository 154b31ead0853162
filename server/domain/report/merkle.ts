import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { toCanonicalJson } from "../canonical";
import { blake2b256 } from "../hash";
import type { RewardLine } from "../rewards/reward-line";
import type { Hex } from "../units";

/*
 * Merkle tree over the report's lines, in order, with the shape of RFC 6962 (Certificate Transparency) and blake2b-256:
 *
 *   leaf = blake2b_256(0x00 ++ RFC 8785 text of the line, UTF-8)
 *   node = blake2b_256(0x01 ++ left ++ right); one left over at the end of a row moves up unchanged
 *   no lines: blake2b_256 of nothing
 *
 * The first byte keeps a leaf from being taken for a node.
 */
const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/** The path from a leaf to the root: each step has the sibling's hash and its side. */
export type MerkleProof = readonly { readonly side: "left" | "right"; readonly hash: Hex }[];

export function leafHashOf(line: RewardLine): Hex {
  return bytesToHex(hashLeaf(line));
}

export function merkleRootOf(lines: readonly RewardLine[]): Hex {
  const rows = buildRows(lines);
  return bytesToHex(rows.at(-1)?.[0] ?? blake2b256());
}

/** Proves that the line at `index` is in the tree. Throws if there is no such line. */
export function proveLine(lines: readonly RewardLine[], index: number): MerkleProof {
  if (!(index in lines)) throw new RangeError(`there is no line ${index}: the report has ${lines.length}`);
  const proof: { side: "left" | "right"; hash: Hex }[] = [];
  let position = index;
  for (const row of buildRows(lines).slice(0, -1)) {
    const onTheRight = position % 2 === 1;
    const sibling = row[onTheRight ? position - 1 : position + 1];
    if (sibling) proof.push({ side: onTheRight ? "left" : "right", hash: bytesToHex(sibling) });
    position = Math.floor(position / 2);
  }
  return proof;
}

/** Whether the proof leads from exactly this line to the root. */
export function verifyLine(line: RewardLine, proof: MerkleProof, root: Hex): boolean {
  let hash = hashLeaf(line);
  for (const step of proof) {
    if (!/^[0-9a-f]{64}$/.test(step.hash)) return false;
    const sibling = hexToBytes(step.hash);
    hash = step.side === "left" ? hashNode(sibling, hash) : hashNode(hash, sibling);
  }
  return bytesToHex(hash) === root;
}

function hashLeaf(line: RewardLine): Uint8Array {
  return blake2b256(LEAF, utf8ToBytes(toCanonicalJson(line)));
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return blake2b256(NODE, left, right);
}

/** All rows from the leaves to the root. */
function buildRows(lines: readonly RewardLine[]): Uint8Array[][] {
  let row = lines.map(hashLeaf);
  const rows = [row];
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let index = 0; index < row.length; index += 2) {
      const [left, right] = [row[index], row[index + 1]];
      if (left) next.push(right ? hashNode(left, right) : left);
    }
    rows.push(next);
    row = next;
  }
  return rows;
}
