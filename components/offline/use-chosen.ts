import { useState } from "react";
import { readPictureFile } from "@/components/qr/read-picture";
import type { SealedKey } from "@/server/domain/approver-key/vault";
import { type ChosenFile, type FoundTexts, findTexts } from "@/server/domain/signing-request/chosen-files";
import type { Expected } from "@/server/domain/signing-request/expected";
import { type Chosen, MOST_CHOSEN_BYTES, readChosen } from "@/server/domain/signing-request/read-chosen";
import type { SigningRequest } from "@/server/domain/signing-request/request";
import { publicKeyOf } from "@/server/domain/signing-request/sign";
import type { Hex } from "@/server/domain/units";

/** A key that was chosen; `secretKey` is open where its file holds it so. */
export type ChosenKey =
  | { readonly kind: "sealed"; readonly publicKey: Hex; readonly sealed: SealedKey }
  | { readonly kind: "plain"; readonly publicKey: Hex; readonly secretKey: Hex };

/** A file that was chosen, and what it was taken for. */
export type SeenFile = {
  readonly name: string;
  readonly kind: Chosen["kind"] | "report" | "picture";
  /** Of a report: how many texts. */
  readonly texts: number;
  readonly problem: string | null;
};

export type ChosenThings = {
  readonly seen: readonly SeenFile[];
  readonly request: SigningRequest | null;
  readonly key: ChosenKey | null;
  readonly expected: Expected | null;
  readonly texts: FoundTexts;
};

const NOTHING: ChosenThings = { seen: [], request: null, key: null, expected: null, texts: new Map() };

/** What was chosen so far. A later request or key takes the place of the one before. */
export function useChosen() {
  const [things, setThings] = useState<ChosenThings>(NOTHING);
  async function add(files: readonly File[]) {
    const taken: Change[] = [];
    for (const file of files) taken.push(await takeFile(file));
    // At once: each change is checked anew, from the first line of a report of many files.
    setThings((before) => taken.reduce((things, change) => change(things), before));
  }
  return {
    things,
    add,
    expect: (expected: Expected) => setThings((before) => ({ ...before, expected })),
    clear: () => setThings(NOTHING),
  };
}

/** Of these one counts, and only that is listed. */
const SINGLE = [["request"], ["sealed-key", "plain-key"]];

function isReplaced(before: SeenFile["kind"], now: SeenFile["kind"]): boolean {
  return SINGLE.some((kinds) => kinds.includes(before) && kinds.includes(now));
}

type Change = (before: ChosenThings) => ChosenThings;

async function takeFile(file: File): Promise<Change> {
  const { name } = file;
  const see = (kind: SeenFile["kind"], change: Partial<ChosenThings> = {}, more: Partial<SeenFile> = {}): Change => {
    const seen: SeenFile = { name, kind, texts: 0, problem: null, ...more };
    return (before) => ({
      ...before,
      ...change,
      seen: [...before.seen.filter((other) => other.name !== name && !isReplaced(other.kind, kind)), seen],
    });
  };
  const isPicture = file.type.startsWith("image/");
  const picture = isPicture ? await readPictureFile(file) : null;
  if (isPicture && picture === null) return see("picture");
  const chosen = readChosen(picture ?? (file.size <= MOST_CHOSEN_BYTES ? await file.text() : ""));
  switch (chosen.kind) {
    case "request":
      return see("request", { request: chosen.request });
    case "sealed-key":
      return see("sealed-key", { key: { ...chosen, kind: "sealed", publicKey: chosen.sealed.publicKey } });
    case "plain-key":
      return see("plain-key", { key: { ...chosen, kind: "plain", publicKey: publicKeyOf(chosen.secretKey) } });
    case "refused":
      return see("refused", {}, { problem: chosen.problem });
    case "other":
      return takeReport(file, see);
  }
}

async function takeReport(
  file: ChosenFile,
  see: (kind: "report", change: object, more: Partial<SeenFile>) => Change,
): Promise<Change> {
  const texts = await findTexts([file]);
  return (before) => see("report", { texts: new Map([...before.texts, ...texts]) }, { texts: texts.size })(before);
}
