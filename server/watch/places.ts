import type { Env } from "@/server/env";
import type { CertificatePlace } from "@/server/services/watch/rule";

export type Addresses = Pick<Env, "NEXTAUTH_URL" | "ORACLE_SIGNER_URL" | "APPROVER_SIGNER_URLS" | "SIGNER_CA">;

/** Where the certificates are whose age is watched: the site's, the signers', and the one that signers are known by. */
export function certificatePlaces(settings: Addresses): CertificatePlace[] {
  const { NEXTAUTH_URL, ORACLE_SIGNER_URL, APPROVER_SIGNER_URLS, SIGNER_CA } = settings;
  const servers = [
    { what: "the site", url: NEXTAUTH_URL },
    ...(ORACLE_SIGNER_URL ? [{ what: "the oracle's signer", url: ORACLE_SIGNER_URL }] : []),
    ...APPROVER_SIGNER_URLS.map((url, index) => ({ what: `approver ${index + 1}'s signer`, url })),
  ].filter(({ url }) => url.startsWith("https://"));
  return SIGNER_CA === undefined ? servers : [...servers, { what: "SIGNER_CA", file: SIGNER_CA }];
}
