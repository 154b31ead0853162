import type { Contradiction } from "@/server/domain/scan/contradiction";

/** What a chain source said that cannot be, and what was expected instead. */
export function sayContradiction(found: Contradiction): string {
  switch (found.kind) {
    case "start-unknown":
      return `The chain source does not know block ${found.height} (${found.block}), where the pool's history begins. It is on another chain, or behind.`;
    case "not-linked":
      return `Block ${found.height} ${found.block} does not follow ${found.expected}, though the chain source says so.`;
    case "other-block":
      return `Block ${found.height} was read as ${found.expected}, but the chain source now has ${found.got ?? "none"}.`;
    case "block-unknown":
      return `The chain source does not list the transactions of block ${found.height} (${found.block}), which it has shown us.`;
    case "not-in-block":
      return `The chain source lists transaction ${found.hash} at block ${found.height}, but that block does not hold it.`;
    case "not-listed":
      return `Block ${found.height} holds transaction ${found.hash}, but the chain source's index does not list it.`;
    case "listed-late":
      return `The chain source lists transaction ${found.hash} of block ${found.height} only now: its index was behind.`;
    case "gone":
      return `Transaction ${found.hash} was read in block ${found.height}, but the chain source no longer has it there.`;
    case "no-bytes":
      return `Block ${found.height} holds transaction ${found.hash}, but the chain source does not have its bytes.`;
    case "other-bytes":
      return `The chain source gave the bytes of transaction ${found.got} for ${found.hash}.`;
    case "undecodable":
      return `Transaction ${found.hash} cannot be read. ${found.problem}`;
    case "no-place":
      return `The chain source lists transaction ${found.hash} at block ${found.height}, but does not know where it is.`;
    case "other-place":
      return `Transaction ${found.hash} should be in block ${found.expected}, but the chain source says block ${found.got}.`;
    case "other-validity":
      return `The scripts of transaction ${found.hash} ${sayValid(found.bytesSay)} by its bytes, and ${sayValid(found.sourceSays)} by the chain source.`;
    case "failed-without-scripts":
      return `Transaction ${found.hash} is said to have failed, but it runs no scripts that could.`;
    case "two-blocks":
      return `Transaction ${found.hash} is held in block ${found.held}, and block ${found.told} is said to hold it as well.`;
    case "not-conserved":
      return `Transaction ${found.hash} in block ${found.height} makes ${found.got} of ${found.unit} out of ${found.expected}: an earlier transaction is missing.`;
  }
}

function sayValid(valid: boolean): string {
  return valid ? "succeeded" : "failed";
}
