/** By the last word of a name, as in `botToken`, `smtp_password` and `X-Api-Secret`. */
const LAST_WORDS = new Set(
  "password passwd passphrase pass secret secrets token authorization cookie cookies totp mnemonic seed".split(" "),
);
/** Whole names, without separators, that end like this. `key` alone may be anybody's public one. */
const ENDINGS =
  /(secretkey|privatekey|signingkey|sealingkey|sealingkeyold|auditkey|auditkeysold|apikey|projectid|databaseurl|webhookurl|connectionstring)$/;
/** Whose value is secret where it could be one: hex of 32 bytes or more. */
const KEYS = /(^|[^a-z])keys?$/i;
const LONG_HEX = /^[0-9a-f]{64,}$/i;

/** Whether what stands under this name is kept out of logs and traces. */
export function isSecretName(name: string, value: unknown): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (LAST_WORDS.has(words.at(-1) ?? "") || ENDINGS.test(words.join(""))) return true;
  const isKey = KEYS.test(words.join(" ")) && !words.includes("public");
  return isKey && typeof value === "string" && LONG_HEX.test(value);
}
