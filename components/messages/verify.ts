import { count } from "./terms";

/** The part of a day's page that proves it. */
export const verifyTexts = {
  title: "Verify it yourself",
  note: "The report names every line, the rules and the snapshot block. It was fixed before anyone signed.",
  reportHash: { label: "Report hash", id: "report hash" },
  reportNote: (lines: number, parts: number) =>
    `blake2b-256 of report.json, which names ${count(parts, "part")} with ${count(lines, "line")}`,
  part: (index: number) => `part ${index}`,
  merkleRoot: { label: "Merkle root", id: "Merkle root" },
  commitment: { label: "Commitment", id: "commitment", none: "none, nothing to pay" },
  planDigest: { label: "Plan digest", id: "plan digest", none: "not proposed yet" },
  snapshot: { label: "Snapshot block", none: "none" },
  sources: "Chain sources",
  how: "How to verify",
  hashIt: "Hash the report",
  steps: {
    hash: "Download report.json and hash the file unchanged. The result must be the report hash above.",
    parts:
      "report.json names each part of the report by its hash. Download the parts and hash each file unchanged, as above. Together they hold every line.",
    commit:
      "Read the datum of the pool's output in the Commit transaction. It holds the plan digest and the commitment. The signed approvals in that transaction name the report hash.",
    payments:
      "Compare the payments with the lines. Outputs follow their order, and only fees may leave the pool besides them.",
    line: "To check one line, hash it up to the Merkle root: leaf = blake2b-256(00 and the line as canonical JSON), node = blake2b-256(01, left, right).",
  },
} as const;
