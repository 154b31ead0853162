import { groupDigits } from "@/server/words/format";

/** The part of a day's page that proves it. */
export const verifyTexts = {
  title: "Verify it yourself",
  note: "The report holds every line, the rules and the snapshot block. It was fixed before anyone signed.",
  reportHash: { label: "Report hash", id: "report hash" },
  reportNote: (bytes: number) => `blake2b-256 of report.json, ${groupDigits(bytes)} bytes`,
  merkleRoot: { label: "Merkle root", id: "Merkle root" },
  commitment: { label: "Commitment", id: "commitment", none: "none, nothing to pay" },
  planDigest: { label: "Plan digest", id: "plan digest", none: "not proposed yet" },
  snapshot: { label: "Snapshot block", none: "none" },
  how: "How to verify",
  hashIt: "Hash the report",
  steps: {
    hash: "Download report.json and hash the file unchanged. The result must be the report hash above.",
    commit:
      "Read the datum of the pool's output in the Commit transaction. It holds the plan digest and the commitment. The signed approvals in that transaction name the report hash.",
    payments:
      "Compare the payments with the report. Outputs follow the order of its lines, and only fees may leave the pool besides them.",
    line: "To check one line, hash it up to the Merkle root: leaf = blake2b-256(00 and the line as canonical JSON), node = blake2b-256(01, left, right).",
  },
} as const;
