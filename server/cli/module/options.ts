import { shown } from "@/server/domain/shown";
import type { KeyChoice, TokenChoice } from "@/server/signing/pkcs11/calls";
import { chooseVariables, type ModuleVariables, type Variables } from "@/server/signing/pkcs11/module-variables";
import { usageError } from "../command";
import { isOurs } from "../env-file-mistakes";

/** What names a module, a token in it and a key there, for whatever command. */
export const MODULE_OPTIONS = {
  module: { type: "string" },
  token: { type: "string" },
  slot: { type: "string" },
  "key-label": { type: "string" },
  "key-id": { type: "string" },
  "pin-file": { type: "string" },
  "module-env": { type: "string", multiple: true },
} as const;

export const MODULE_USAGE = `  --module FILE    the module's PKCS#11 library, such as /usr/lib/softhsm/libsofthsm2.so
  --token LABEL    the token in it (or --slot NUMBER, where two have one label)
  --key-label TEXT, --key-id HEX    the key, by one or both
  --pin-file FILE  holds the PIN, and only its owner may read it; else the PIN is asked for at the terminal
  --module-env NAME  a variable of the environment that the module needs; repeat it for several`;

type Named = Exclude<keyof typeof MODULE_OPTIONS, "module-env">;
export type ModuleValues = { readonly [name in Named]?: string | undefined } & {
  readonly "module-env"?: readonly string[] | undefined;
};

/** What a module gets of the environment. One of our own variables is never named for it. Throws a usage error. */
export function readModuleVariables({ "module-env": named = [] }: ModuleValues, all: Variables): ModuleVariables {
  for (const name of named) {
    if (isOurs(name)) throw usageError(`--module-env must not be ${name}: it is not for modules, and may be a secret.`);
    if (all[name] === undefined) throw usageError(`--module-env names ${shown(name)}, which is not set.`);
  }
  return chooseVariables(all, named);
}

/** The token that the options name. Throws a usage error. */
export function readToken({ module, token, slot }: ModuleValues): TokenChoice {
  if (!module) throw usageError("--module is missing: the file of the module's PKCS#11 library.");
  if ((token === undefined) === (slot === undefined)) {
    throw usageError("Name the token by its label with --token, or by --slot. npm run hsm -- list shows them.");
  }
  if (token !== undefined) return { module, token: { label: token } };
  if (!/^\d{1,20}$/.test(slot ?? "")) throw usageError(`--slot must be a slot's number, not ${shown(slot ?? "")}.`);
  return { module, token: { slot: slot ?? "" } };
}

/** The key that the options name. Throws a usage error. */
export function readKey({ "key-label": label, "key-id": id }: ModuleValues): KeyChoice {
  if (label === undefined && id === undefined) throw usageError("Name the key with --key-label, --key-id, or both.");
  if (id !== undefined && !/^([0-9a-f]{2}){1,64}$/.test(id)) {
    throw usageError(`--key-id must be up to 64 bytes in lower-case hexadecimal, not ${shown(id)}.`);
  }
  return { ...(label === undefined ? {} : { label }), ...(id === undefined ? {} : { id }) };
}
