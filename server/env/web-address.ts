import type { Read } from "./variable";

/**
 * A web address without what does not belong into one: user and password, query, fragment. No slash at its end. In the
 * one spelling that `URL` gives it, so that whoever compares its beginning sees https where HTTPS was written.
 */
export function webAddress(example: string): Read<string> {
  return (text, refuse) => {
    const url = URL.canParse(text) && /^https?:\/\//i.test(text) ? new URL(text) : null;
    if (!url) return refuse(`must be a web address such as ${example}`);
    if (url.username || url.password) return refuse(`must hold no user and no password, as in ${example}`);
    if (/[?#]/.test(text)) return refuse(`must end with its path, without "?" and "#", as in ${example}`);
    if (/%(?![0-9a-f]{2})/i.test(text)) return refuse('must have no "%" that is no escape');
    return url.href.replace(/\/+$/, "");
  };
}

/** The same for a WebSocket. */
export function socketAddress(example: string): Read<string> {
  const read = webAddress(example);
  return (text, refuse) => {
    if (!/^wss?:\/\//i.test(text)) return refuse(`must be the address of a WebSocket such as ${example}`);
    return read(text.replace(/^ws/i, "http"), refuse).replace(/^http/, "ws");
  };
}

/** The same, and what goes there is a secret: plain http only to this machine. */
function secureAddress(example: string): Read<string> {
  const read = webAddress(example);
  return (text, refuse) => {
    const address = read(text, refuse);
    if (isPlain(address) && !isLoopback(address))
      return refuse("must be https://: over http, what is sent there can be read and changed on the way");
    return address;
  };
}

/** The same, of whoever takes messages. It may have a query. Path and query are often the secret that lets one send. */
export function receiverAddress(example: string): Read<string> {
  const read = secureAddress(example);
  return (text, refuse) => {
    if (text.includes("#")) return refuse(`must have no "#", as in ${example}`);
    const [beginning = "", ...query] = text.split("?");
    return [read(beginning, refuse), ...query].join("?");
  };
}

/** The same, or a socket of this machine: `unix:` and its absolute path. */
export function signerAddress(example: string): Read<string> {
  const read = secureAddress(example);
  return (text, refuse) => {
    if (!/^unix:/i.test(text)) return read(text, refuse);
    if (/^unix:\/[^/]/.test(text)) return text;
    return refuse("must be unix: and the absolute path of a socket, as in unix:/run/oracle/signer.sock");
  };
}

/** The public address of the site: secure, and without a path, since pages are served at the root. */
export function siteAddress(example: string): Read<string> {
  const read = secureAddress(example);
  return (text, refuse) => {
    const address = read(text, refuse);
    if (new URL(address).pathname !== "/") return refuse(`must hold no path, as in ${example}`);
    return address;
  };
}

export const isPlain = (address: string): boolean => new URL(address).protocol === "http:";

/** Whether it stays on this machine. `URL` has brought the host into its one spelling. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether it stays within a network of one's own: this machine, private addresses, names that no public zone has. */
export function isPrivate(address: string): boolean {
  const { hostname } = new URL(address);
  return (
    isLoopback(address) ||
    /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2})$/.test(hostname) ||
    /^\[(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(hostname) ||
    /^[^.:[\]]+$|\.(local|internal|lan|home\.arpa)$/.test(hostname)
  );
}
