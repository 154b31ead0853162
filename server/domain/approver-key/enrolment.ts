import type { Hex } from "../units";

/** What a person signs to show that a key is theirs. No text that the contract reads begins like this. */
export function keyOfPersonText(network: string, userId: string, publicKey: Hex): string {
  return `Daily Prize Oracle ${network} key of person ${userId} is ${publicKey}`;
}
