import { isMainnet, magicOf } from "@/server/domain/cardano/network";
import { loadPoolRow } from "../../pool/load-pool";
import { lastUpkeep } from "../../upkeep/list-upkeep";
import type { Answer, Evidence, Rule } from "../rule";
import { judgeCertificate, judgeUpkeep } from "./judge-ages";
import { readCertificateEnd } from "./read-certificate-end";

const MINUTE_MS = 60_000;

/** A server that is away shows no certificate, and nothing is said of it: that it is away is told elsewhere. */
async function lookAtCertificates({ certificates, nowMs }: Evidence): Promise<Answer> {
  const found = await Promise.all(
    certificates.map((place) =>
      readCertificateEnd(place).then(
        (endMs) => judgeCertificate(place.what, endMs, nowMs),
        () => [null],
      ),
    ),
  );
  return found.flat();
}

async function lookAtUpkeep({ db, nowMs }: Evidence): Promise<Answer> {
  const network = (await loadPoolRow(db))?.settings.network ?? "";
  return judgeUpkeep(await lastUpkeep(db), isMainnet(magicOf(network) ?? 0), nowMs);
}

export const AGE_RULES: readonly Rule[] = [
  { kinds: ["certificate-old"], look: lookAtCertificates, everyMs: 3 * MINUTE_MS },
  { kinds: ["backup-old", "drill-old", "key-old"], look: lookAtUpkeep },
];
