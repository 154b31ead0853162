import { ChainSourceError } from "../error";

export type Endpoint = {
  readonly url: string;
  readonly projectId: string | undefined;
  readonly name: string;
};

/** Checks the address of a server. It may not carry a key itself: addresses are logged and shown. */
export function checkEndpoint(options: {
  url: string;
  projectId?: string | undefined;
  name?: string | undefined;
}): Endpoint {
  const projectId = options.projectId?.trim() || undefined;
  let url: URL;
  try {
    url = new URL(options.url.trim());
  } catch {
    throw refuse("the address cannot be read. It should look like http://127.0.0.1:3000/api/v0.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuse(`the address begins with ${url.protocol} and should begin with http:// or https://.`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refuse("the address holds a user, a password, or something after ? or #. Give the key as the project id.");
  }
  // A header takes printable ASCII; a line break inside would be reported with the key in it.
  if (projectId && !/^[\x21-\x7e]+$/.test(projectId)) {
    throw refuse("the project id holds a space or a character that a header cannot carry. Copy it again.");
  }
  const name = options.name ?? `Blockfrost at ${url.host}`;
  return { url: url.href.replace(/\/+$/, ""), projectId, name };
}

/** A server may repeat the key in its error text; it must not reach a log or a page. */
export function withoutSecrets(endpoint: Endpoint, text: string): string {
  return endpoint.projectId ? text.replaceAll(endpoint.projectId, "(project id)") : text;
}

const refuse = (text: string) => new ChainSourceError("not-supported", "Blockfrost", text);
