import type { Comparison } from "@/server/domain/signing-request/expected";
import type { NotSigned } from "@/server/domain/signing-request/sign";
import { formatAda, groupDigits } from "@/server/words/format";
import { count } from "./terms";

/** The page that signs on a machine without a network. */
export const offlineTexts = {
  title: "Sign without a network",
  lead: "Reads a signing request in words, computes it again from the report, and signs it with your key. Nothing leaves this page.",
  online: {
    title: "This machine has a network",
    text: "Disconnect it before you open a key. This page asks for nothing, but others on this machine can.",
  },
  offline: "No network",
  maybeOnline: "Network on",
  noCrypto: {
    title: "This browser cannot open sealed keys here",
    text: "Use a current Chromium or Firefox, and open this page as a file.",
  },
  files: {
    title: "Files",
    note: "The request, the report's files and your key, in any order.",
    choose: "Choose files",
    drop: "or drop them here",
    label: "Files for signing",
    none: "The console gives you the request and the report: on the day's page, under “Sign on another machine”.",
    names: {
      request: "Signing request",
      "sealed-key": "Sealed key",
      "plain-key": "Key without a passphrase",
      expected: "What you expect",
      report: (texts: number) => `Report, ${count(texts, "text")}`,
      refused: "Not usable",
      picture: "Picture without a readable code",
    },
    scanned: "Scanned codes",
    clear: "Start again",
  },
  asked: {
    title: "What you are asked to sign",
    none: "Choose a signing request.",
    pays: (amount: string, recipients: number) => `Pay ${amount} to ${count(recipients, "recipient")}`,
    resumes: (amount: string, recipients: number) => `Pay the rest: ${amount} to ${count(recipients, "recipient")}`,
    plan: "Approve a plan",
    network: "Network",
    pool: "Pool",
    day: "Day",
    days: (index: number, from: string, to: string) => `${index}, from ${from} to ${to}`,
    total: "Total",
    recipients: "Recipients",
    batches: "Transactions",
    batchesOf: (batches: number) => `${groupDigits(batches)}, one for each batch`,
    fees: "Fees",
    feesOf: (amount: string, each: string) =>
      `At most ${amount}, paid by the pool: ${each} a transaction, by the console's word`,
    deadline: "Deadline",
    deadlineOver: "It has passed, by this machine's clock.",
    act: "Act",
    acts: {
      plan: "Commit of a plan",
      resume: "Resume of what a plan left unpaid",
      act: "Administrative act",
      key: "Consent of a key",
    },
    meaning: "Effect",
    nonce: "Nonce",
    report: "Report",
    digest: "Digest",
    carried: "Carried over",
    text: "Text to sign",
    bytes: (bytes: number) => `${bytes} bytes`,
  },
  check: {
    running: { title: "Computing it again from the report", text: "Each line is read and added up." },
    missing: {
      title: "The report is missing",
      text: "Choose report.json of this day and all of its parts, or the report in one file.",
      hash: "Its hash is",
    },
    refused: { title: "Do not sign this", text: "It is not what the report gives:" },
    well: {
      title: "Checked against the report",
      plan: (lines: number) =>
        `${count(lines, "line")}, every batch, the digest and the text were computed again and are the same.`,
      text: "The text says all of it, and nothing else is signed.",
    },
  },
  payments: {
    title: "Who is paid",
    note: "The largest first.",
    search: "Search by address",
    placeholder: "Full or partial address",
    caption: "Recipients, the largest first",
    address: "Address",
    amount: "ADA",
    batch: "Batch",
    none: "Nobody with this address is paid.",
    shown: (shown: number, all: number) => `${groupDigits(shown)} of ${groupDigits(all)}`,
    more: "Show more",
  },
  expected: {
    title: "What you expect",
    note: "From your own records, not from the request. Kept as a file, it is there the next time.",
    network: "Network",
    networkHint: "mainnet, preprod, preview",
    pool: "Pool",
    poolHint: "Its policy id, 56 digits",
    most: "Pay at most, ADA",
    mostHint: "More than this is not signed.",
    compare: "Compare",
    keep: "Keep as a file",
    says: ({ of, fits, expected, asked }: Comparison): string => {
      if (of === "most") {
        return fits
          ? `Pays ${formatAda(asked)}, at most ${formatAda(expected)}`
          : `Pays ${formatAda(asked)}, more than ${formatAda(expected)}`;
      }
      const what = of === "network" ? "Network" : "Pool";
      return fits ? `${what} ${asked}` : `${what} is ${asked}, not ${expected}`;
    },
  },
  sign: {
    title: "Sign",
    key: "Key",
    passphrase: "Key passphrase",
    noPassphrase: "Enter the key's passphrase.",
    label: (what: string) => `Sign: ${what}`,
    not: {
      unchecked: "Only what was checked against the report can be signed.",
      "nothing-expected": "Say what you expect first.",
      "not-expected": "It is not what you expect.",
      "no-key": "Choose your key's file.",
      "other-key": "Your key is not asked: another key has to sign this.",
    } satisfies Record<NotSigned, string>,
  },
  answer: {
    title: "Signed",
    note: "Bring it back to the console as a file, or scan the code there.",
    file: "Save the signature",
    qr: "signature",
    text: "Signature as text",
  },
  footer: "The console's OPERATIONS.md says how to check that this file is the one that its source builds.",
} as const;
