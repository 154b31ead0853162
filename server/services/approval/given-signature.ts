import type { SignedText } from "@/server/domain/contract/approval";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { readAnswer } from "@/server/domain/contract/read-signatures";
import { readSignData } from "@/server/domain/contract/sign-data";
import { ServiceError } from "../errors";

/** Converts it to the form that the contract counts. Throws ServiceError `bad-input` if it is not over `text`. */
export function readGivenSignature(given: GivenSignature, text: string): SignedText {
  if (given.kind === "raw") {
    return { publicKey: given.publicKey, envelope: { kind: "raw", signature: given.signature } };
  }
  const read = given.kind === "brought" ? readAnswer(given.answer, text) : readSignData(given, text);
  if ("problem" in read) throw new ServiceError("bad-input", read.problem);
  return read;
}

/** How it was made, for the record and the other approvers. */
export function viaOf(given: GivenSignature): string {
  switch (given.kind) {
    case "raw":
      return "console, sealed key";
    case "cip30":
      return `console, wallet ${given.wallet}`;
    case "brought":
      return "console, brought from another machine";
  }
}
