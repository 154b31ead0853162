import type { CertificatePlace } from "./rule";

type Settings = {
  readonly NEXTAUTH_URL: string;
  readonly SIGNER_CA?: string | undefined;
  readonly ORACLE_SIGNER_URL?: string | undefined;
  readonly APPROVER_SIGNER_URLS: readonly string[];
};

/** Every certificate that the settings name: those that servers show, and the one in a file of ours. */
export function certificatePlaces(settings: Settings): CertificatePlace[] {
  const { NEXTAUTH_URL, SIGNER_CA: file, ORACLE_SIGNER_URL, APPROVER_SIGNER_URLS } = settings;
  const urls = [
    { what: "the public address", url: NEXTAUTH_URL },
    ...(ORACLE_SIGNER_URL === undefined ? [] : [{ what: "the oracle's signer", url: ORACLE_SIGNER_URL }]),
    ...APPROVER_SIGNER_URLS.map((url, at) => ({ what: `the automated approver ${at + 1}`, url })),
  ];
  return [
    ...urls.filter(({ url }) => url.startsWith("https:")),
    ...(file === undefined ? [] : [{ what: "SIGNER_CA", file }]),
  ];
}
