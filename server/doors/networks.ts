import { BlockList, isIP, isIPv6 } from "node:net";

/** An address in the one spelling that is compared: IPv4 also where IPv6 carries it, no zone. Null if it is none. */
export function plainAddress(text: string): string | null {
  const address = text.trim().replace(/%.*$/, "").toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  const plain = mapped ?? address;
  return isIP(plain) ? plain : null;
}

/** What has a limit together: whoever has one address of it can use the others. */
export type Networks = {
  /** One IPv4 address, or the 64 bits of IPv6 that one subscriber has. */
  readonly own: string;
  /** The 48 bits that a site gets. */
  readonly wide: string | null;
};

/** Of a plain address; an unknown caller is a network of its own. */
export function networksOf(address: string): Networks {
  if (!isIPv6(address)) return { own: address, wide: null };
  const groups = groupsOf(address);
  const first = (count: number) => `${groups.slice(0, count).join(":")}::/${count * 16}`;
  return { own: first(4), wide: first(3) };
}

/** The first groups of an IPv6 address, without leading zeros; those behind an IPv4 ending are not needed. */
function groupsOf(address: string): string[] {
  const [left = "", right] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(left), groups(right ?? "")];
  const ipv4 = address.includes(".") ? 1 : 0;
  const zeros = right === undefined ? 0 : 8 - ipv4 - before.length - after.length;
  const all = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return all.map((group) => group.replace(/^0+(?=.)/, ""));
}

/** Of addresses and networks such as "10.0.0.0/8". Null where one is neither. */
export function readProxies(list: readonly string[]): BlockList | null {
  const proxies = new BlockList();
  for (const each of list) {
    const [text = "", bits, ...rest] = each.split("/");
    const address = plainAddress(text);
    if (address === null || rest.length > 0) return null;
    const family = familyOf(address);
    if (bits === undefined) proxies.addAddress(address, family);
    else if (!/^\d{1,3}$/.test(bits) || Number(bits) > (family === "ipv6" ? 128 : 32)) return null;
    else proxies.addSubnet(address, Number(bits), family);
  }
  return proxies;
}

/**
 * Who makes a request: the socket's address, or, where that is a trusted proxy's, the right-most address of
 * X-Forwarded-For that is none. What stands left of it is the caller's own word, and is not read.
 */
export function callerAddress(socket: string | undefined, forwardedFor: string, proxies: BlockList): string {
  let caller = plainAddress(socket ?? "");
  const claimed = forwardedFor.split(",");
  while (caller !== null && isTrusted(caller, proxies) && claimed.length > 0) {
    const next = plainAddress(withoutPort(claimed.pop() ?? ""));
    if (next === null) break;
    caller = next;
  }
  return caller ?? "unknown";
}

/** Whether a plain address is a trusted proxy's. */
export const isTrusted = (address: string, proxies: BlockList): boolean => proxies.check(address, familyOf(address));

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");

/** Some proxies write "203.0.113.7:4711" or "[2001:db8::1]:4711". */
function withoutPort(text: string): string {
  const [, bracketed, ipv4] = /^\s*(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)\s*$/.exec(text) ?? [];
  return bracketed ?? ipv4 ?? text;
}
