import type { AttemptKind } from "../domain/day/attempt-states";

/** What a transaction of ours is for, as in "Transaction 12ab (the Commit)". Only a Pay has a batch. */
export function sayPurpose({ kind, batchNo }: { readonly kind: AttemptKind; readonly batchNo: number }): string {
  switch (kind) {
    case "commit":
      return "the Commit";
    case "pay":
      return `batch ${batchNo}`;
    case "expire":
      return "the Expire";
    case "resume":
      return "the Resume";
  }
}
