/** Codes that carry a file from one screen to another. */
export const qrTexts = {
  frame: (number: number, count: number) => `Code ${number} of ${count}`,
  picture: (what: string) => `QR code: ${what}`,
  stop: "Hold",
  go: "Go on",
  next: "Next",
  scan: "Scan with the camera",
  endScan: "Stop the camera",
  looking: "Hold the other screen before the camera.",
  seen: (seen: number, count: number) => `${seen} of ${count} codes read. Keep it still.`,
  camera: "What the camera sees",
  noCamera: "No camera can be used here. Bring the file instead.",
  denied: "The browser did not give access to the camera. Allow it, or bring the file instead.",
} as const;
