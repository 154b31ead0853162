import { siteTexts } from "@/components/messages/site";
import { upperFirst } from "@/server/words/sentence";

const texts = siteTexts.network;

/** A network's name, and whether its funds are real. `label`: see networkLabel. */
export function describeNetwork(label: string): { name: string; note: string; live: boolean } {
  if (label === "mainnet") return { name: texts.mainnet, note: texts.real, live: true };
  const magic = /^magic(\d+)$/.exec(label)?.[1];
  const name = magic ? texts.local(magic) : upperFirst(label);
  return { name, note: texts.test, live: false };
}

const HOSTS: Record<string, string> = {
  mainnet: "https://cardanoscan.io",
  preprod: "https://preprod.cardanoscan.io",
  preview: "https://preview.cardanoscan.io",
};

/** The explorer page of a transaction or an address; undefined for a network without an explorer. */
export function explorerHref(label: string, kind: "transaction" | "address", id: string): string | undefined {
  const host = HOSTS[label];
  return host ? `${host}/${kind}/${id}` : undefined;
}
