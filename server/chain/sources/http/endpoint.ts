import { ChainSourceError } from "../error";

export type Endpoint = {
  readonly url: string;
  /** Sent in a header, where the server wants one. */
  readonly key: string | undefined;
  readonly name: string;
  readonly words: EndpointWords;
};

export type EndpointOptions = {
  readonly url: string;
  readonly key?: string | undefined;
  /** For messages; the kind and the host when left out. */
  readonly name?: string | undefined;
};

/** How people know the server's kind and its key, and what its address looks like. */
export type EndpointWords = {
  readonly kind: string;
  readonly key: string;
  readonly example: string;
  readonly schemes?: readonly string[];
};

/** Checks the address of a server. It may not carry a key itself: addresses are logged and shown. */
export function checkEndpoint(options: EndpointOptions, words: EndpointWords): Endpoint {
  const refuse = (text: string) => new ChainSourceError("not-supported", words.kind, text);
  const { schemes = ["http:", "https:"] } = words;
  const key = options.key?.trim() || undefined;
  let url: URL;
  try {
    url = new URL(options.url.trim());
  } catch {
    throw refuse(`the address cannot be read. It should look like ${words.example}.`);
  }
  if (!schemes.includes(url.protocol)) {
    const right = schemes.map((scheme) => `${scheme}//`).join(" or ");
    throw refuse(`the address begins with ${url.protocol} and should begin with ${right}.`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refuse(`the address holds a user, a password, or something after ? or #. Give the key as the ${words.key}.`);
  }
  // A header takes printable ASCII; a line break inside would be reported with the key in it.
  if (key && !/^[\x21-\x7e]+$/.test(key)) {
    throw refuse(`the ${words.key} holds a space or a character that a header cannot carry. Copy it again.`);
  }
  const name = options.name ?? `${words.kind} at ${url.host}`;
  return { url: url.href.replace(/\/+$/, ""), key, name, words };
}

/** A server may repeat the key in its error text; it must not reach a log or a page. */
export function withoutSecrets(endpoint: Endpoint, text: string): string {
  return endpoint.key ? text.replaceAll(endpoint.key, `(${endpoint.words.key})`) : text;
}
