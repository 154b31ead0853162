/**
 * What approval texts and settings call a network. Only a name: every rule comes from the network's own genesis
 * and parameters. Magics of the public networks: CIP-142 and their genesis files.
 */
export function networkLabel(networkMagic: number): string {
  if (networkMagic === 764_824_073) return "mainnet";
  if (networkMagic === 1) return "preprod";
  if (networkMagic === 2) return "preview";
  return `magic${networkMagic}`;
}
