import { isOverHash, judgeEnvelope } from "@/server/domain/contract/approval";
import { INSTEAD_OF_A_HASH } from "@/server/domain/contract/sign-data";
import type { Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";

/** Why this signature does not count, without its subject: "is not over ...". Null if it counts. */
export function sayBadSignature(publicKey: Hex, envelope: Envelope, text: string): string | null {
  switch (judgeEnvelope(publicKey, envelope, text)) {
    case "right":
      return null;
    case "wrong":
      return isOverHash(publicKey, envelope, text)
        ? `is over a hash of the text, and the contract needs the text itself. ${INSTEAD_OF_A_HASH}`
        : `is not over this text: ${text}`;
    case "not-strict":
      return "is of a kind that some programs accept and the ledger refuses (a part of small order). Sign with another program, or with a new key";
  }
}
