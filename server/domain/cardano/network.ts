/**
 * What approval texts and settings call a network, in at most 9 characters, so that every text fits. Only a name:
 * every rule comes from the network's own genesis and parameters. Magics of the public networks: CIP-142 and their
 * genesis files. A long magic is written with base 36; no other name has a hyphen.
 */
export function networkLabel(networkMagic: number): string {
  if (networkMagic === 764_824_073) return "mainnet";
  if (networkMagic === 1) return "preprod";
  if (networkMagic === 2) return "preview";
  return networkMagic < 10_000 ? `magic${networkMagic}` : `x-${networkMagic.toString(36)}`;
}
