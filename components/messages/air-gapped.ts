/** Signing on a machine without a network: what goes there, and what comes back. */
export const airGappedTexts = {
  title: "Sign on another machine",
  take: "Take along",
  takeNote: "The other machine needs no network.",
  request: "Save the request",
  report: "Save the report",
  qr: "Show as QR codes",
  hideQr: "Hide the codes",
  qrOf: "signing request",
  reading: (read: number, all: number) => `Reading part ${read} of ${all}`,
  page: "The page that opens them",
  pageNote: "Keep it on the other machine. SHA-256:",
  noPage: "This server was built without it. Run npm run offline-page where the source is.",
  bring: "Bring the signature back",
  bringNote: "It is checked here before it is sent.",
  file: "Choose the signature's file",
  paste: "Or paste the signature",
  pasteHint:
    "What signData (CIP-30), cardano-signer --json, cardano-hw-cli or npm run sign answered, or 128 hexadecimal digits. Never a secret key.",
  /** What the record says of it. */
  tool: "brought from another machine",
  send: "Send the signature",
  failed: "The request could not be made",
  noReport: "The report could not be read whole. Try again.",
} as const;
