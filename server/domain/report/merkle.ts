import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { blake2b256, blake2b256Prefixed } from "../hash";
import type { RewardLine } from "../rewards/reward-line";
import type { Hex } from "../units";
import { lineText } from "./rows";

/*
 * Merkle tree over the report's lines, in order, with the shape of RFC 6962 (Certificate Transparency) and blake2b-256:
 *
 *   leaf = blake2b_256(0x00 ++ RFC 8785 text of the line, UTF-8)
 *   node = blake2b_256(0x01 ++ left ++ right); one left over at the end of a row moves up unchanged
 *   no lines: blake2b_256 of nothing
 *
 * The first byte keeps a leaf from being taken for a node.
 */
const LEAF = 0;
const NODE = new Uint8Array([1]);

/** The path from a leaf to the root: each step has the sibling's hash and its side. */
export type MerkleProof = readonly { readonly side: "left" | "right"; readonly hash: Hex }[];

export function leafHashOf(line: RewardLine): Hex {
  return bytesToHex(hashLeaf(lineText(line)));
}

export function merkleRootOf(lines: readonly RewardLine[]): Hex {
  const tree = growTree();
  for (const line of lines) tree.add(lineText(line));
  return tree.root();
}

export type Tree = {
  /** Adds a line by its RFC 8785 text. */
  readonly add: (text: string) => void;
  readonly root: () => Hex;
};

/** A tree that grows line by line and keeps one hash for each of its levels. */
export function growTree(): Tree {
  /** Whole subtrees from the left, each smaller than the one before: one for each 1 in the count of leaves. */
  const whole: Uint8Array[] = [];
  let leaves = 0;
  return {
    add: (text) => {
      let hash = hashLeaf(text);
      for (let pairs = leaves; pairs % 2 === 1; pairs = (pairs - 1) / 2) {
        const left = whole.pop();
        if (left) hash = hashNode(left, hash);
      }
      whole.push(hash);
      leaves++;
    },
    root: () => {
      const [last, ...others] = [...whole].reverse();
      return bytesToHex(last ? others.reduce((right, left) => hashNode(left, right), last) : blake2b256());
    },
  };
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
  let hash = hashLeaf(lineText(line));
  for (const step of proof) {
    if (!/^[0-9a-f]{64}$/.test(step.hash)) return false;
    const sibling = hexToBytes(step.hash);
    hash = step.side === "left" ? hashNode(sibling, hash) : hashNode(hash, sibling);
  }
  return bytesToHex(hash) === root;
}

function hashLeaf(text: string): Uint8Array {
  return blake2b256Prefixed(LEAF, text);
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return blake2b256(NODE, left, right);
}

/** All rows from the leaves to the root. */
function buildRows(lines: readonly RewardLine[]): Uint8Array[][] {
  let row = lines.map((line) => hashLeaf(lineText(line)));
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
