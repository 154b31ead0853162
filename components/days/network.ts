/** What a network is called to people, and whether what happens on it is real. `label`: see networkLabel. */
export function describeNetwork(label: string): { name: string; note: string; live: boolean } {
  if (label === "mainnet") return { name: "Mainnet", note: "real funds", live: true };
  const magic = /^magic(\d+)$/.exec(label)?.[1];
  const name = magic ? `Local network ${magic}` : label.charAt(0).toUpperCase() + label.slice(1);
  return { name, note: "no value", live: false };
}

const HOSTS: Record<string, string> = {
  mainnet: "https://cardanoscan.io",
  preprod: "https://preprod.cardanoscan.io",
  preview: "https://preview.cardanoscan.io",
};

/** Where a transaction or an address can be looked up; undefined for a network that no explorer follows. */
export function explorerHref(label: string, kind: "transaction" | "address", id: string): string | undefined {
  const host = HOSTS[label];
  return host ? `${host}/${kind}/${id}` : undefined;
}
