/* Names and kinds of networks, by their magic. Rules come from the network's own genesis and parameters. */

const MAINNET_MAGIC = 764_824_073;

/** Magics of the public networks: CIP-142 and their genesis files. */
const NAMES: Readonly<Record<number, string>> = { [MAINNET_MAGIC]: "mainnet", 1: "preprod", 2: "preview" };

export function isMainnet(networkMagic: number): boolean {
  return networkMagic === MAINNET_MAGIC;
}

/** The network id in addresses (CIP-19): 1 for mainnet alone. */
export function networkIdOf(networkMagic: number): 0 | 1 {
  return isMainnet(networkMagic) ? 1 : 0;
}

/**
 * What approval texts and settings call a network, in at most 9 characters, so that every text fits. A long magic
 * is written with base 36; no other name has a hyphen.
 */
export function networkLabel(networkMagic: number): string {
  return NAMES[networkMagic] ?? (networkMagic < 10_000 ? `magic${networkMagic}` : `x-${networkMagic.toString(36)}`);
}

/** The magic of a network as people name it: its label or its magic in digits. Null if it is neither. */
export function magicOf(network: string): number | null {
  const named = Object.keys(NAMES)
    .map(Number)
    .find((magic) => NAMES[magic] === network);
  const [, digits, long = ""] = /^(?:magic)?(\d{1,10})$|^x-([0-9a-z]{1,7})$/.exec(network) ?? [];
  const magic = named ?? (digits === undefined ? Number.parseInt(long, 36) : Number(digits));
  return Number.isInteger(magic) && magic <= 0xffff_ffff ? magic : null;
}

/** By its label: whether anybody can make blocks there. Every other network is a devnet. */
export function isPublicNetwork(label: string): boolean {
  return Object.values(NAMES).includes(label);
}

/** For messages: the name, if it has one, and the magic. */
export function networkName(networkMagic: number): string {
  const name = NAMES[networkMagic];
  return name ? `${name} (network magic ${networkMagic})` : `the network with magic ${networkMagic}`;
}
