import type { SignedText } from "@/server/domain/contract/approval";
import { type GivenSignature, readGiven } from "@/server/domain/contract/given-signature";
import { visible } from "@/server/domain/shown";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";

/**
 * Converts it to the form that the contract counts. `publicKey` is whose it should be, for an answer without a key; the
 * caller compares. Throws ServiceError `bad-input` if it is not over `text`.
 */
export function readGivenSignature(given: GivenSignature, text: string, publicKey: Hex): SignedText {
  const read = readGiven(given, text, publicKey);
  if ("problem" in read) throw new ServiceError("bad-input", read.problem);
  return read;
}

const MOST_NAMED = 60;

/** How it was made, for the record and the other approvers. Names are what browsers say. */
export function viaOf(given: GivenSignature): string {
  const made = given.tool ?? (given.kind === "raw" ? "sealed key" : `wallet ${given.wallet}`);
  return `console, ${visible(made, MOST_NAMED)}`;
}
