import type { Hex } from "../units";

/**
 * What a person signs to show that a key is theirs. Its fixed beginning keeps it apart from all that the contract
 * reads.
 */
export function keyOfPersonText(network: string, userId: string, publicKey: Hex): string {
  return `Daily Prize Oracle ${network} key of person ${userId} is ${publicKey}`;
}
