import { knownSecrets } from "./known-secrets";

export const REDACTED = "[redacted]";

const NAMES = "password|passwd|passphrase|secret|token|authorization|cookie|api[_-]?key|project[_-]?id|totp";

/**
 * What has the form of a secret, with what is left of it. Every repetition is bounded: a stranger's text, however long,
 * is read in one pass.
 */
const FORMS: readonly (readonly [form: RegExp, left: string])[] = [
  // An address with a password, as postgres://user:password@host; or with a key instead of a user.
  [/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#"'\\@:]{0,100}):[^\s"']{0,300}@/gi, `$1:${REDACTED}@`],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'\\@:]{20,300}@/gi, `$1${REDACTED}@`],
  [/\b(bearer )[^\s"',;]{8,4000}/gi, `$1${REDACTED}`],
  [/\b(basic )[a-z0-9+/]{12,4000}={0,2}/gi, `$1${REDACTED}`],
  // Who knows one of these addresses or tokens writes to the channel.
  [/(hooks\.slack\.com\/\w{1,20}\/)[^\s"'\\]{1,300}/gi, `$1${REDACTED}`],
  [/(discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)[^\s"'\\]{1,300}/gi, `$1${REDACTED}`],
  [/\b(bot)?\d{5,15}:[\w-]{34,36}(?![\w-])/g, `$1${REDACTED}`],
  [/\b(whsec_)[\w+/=-]{8,300}/g, `$1${REDACTED}`],
  [/\b(xox[a-z]-)[\w-]{8,300}/g, `$1${REDACTED}`],
  // Headers, which end with their line.
  [/\b((?:set-)?cookie: ?)[^\r\n"]{1,4000}/gi, `$1${REDACTED}`],
  [/\b(authorization: ?)[^\r\n"]{1,4000}/gi, `$1${REDACTED}`],
  // A value with its name: in JSON or code, in a query, in a form.
  [new RegExp(`((?:${NAMES})["']?\\s?[:=]\\s?)(["'])(?:(?!\\2)[^\\r\\n]){1,1000}\\2`, "gi"), `$1$2${REDACTED}$2`],
  [new RegExp(`((?:${NAMES})=)[^\\s"'&,;]{1,1000}`, "gi"), `$1${REDACTED}`],
];

/** Drizzle tells a statement with its parameters, which may be anything that is stored. They end with the message. */
const PARAMETERS = /(\nparams: )[\s\S]*?(?=\n {4}at |$)/g;

/** The text without the secrets that this process knows, and without what has a secret's form. */
export function redactText(text: string): string {
  const pattern = knownSecrets();
  let left = pattern ? text.replace(pattern, REDACTED) : text;
  if (left.includes("\nparams: ")) left = left.replace(PARAMETERS, `$1${REDACTED}`);
  for (const [form, rest] of FORMS) left = left.replace(form, rest);
  return left;
}
